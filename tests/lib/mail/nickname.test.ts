import { describe, expect, it } from 'vitest';
import { nameless } from '../../../lib/mail/name-choice.ts';
import { fillPlaceholders } from '../../../lib/mail/nickname.ts';

describe('the placeholders that services keep for a name', () => {
  it('are filled in half and full width', () => {
    expect(fillPlaceholders('Hi %%%, ％％％!', 'you')).toBe('Hi you, you!');
  });

  it('have the particle that fits after them', () => {
    expect(fillPlaceholders('%%%이 %%%을 %%%은 %%%과 %%%아', '유나')).toBe(
      '유나가 유나를 유나는 유나와 유나야',
    );
    expect(fillPlaceholders('%%%가 좋아', '하늘')).toBe('하늘이 좋아');
    expect(fillPlaceholders('%%%가 좋아', nameless)).toBe('○○이 좋아');
  });

  it('keep what is not a particle, and particles after names of unknown pronunciation', () => {
    expect(fillPlaceholders('%%%이랑', '유나')).toBe('유나이랑');
    expect(fillPlaceholders('%%%이 왔다', 'Sky')).toBe('Sky이 왔다');
  });

  it('accept a name with characters that have a meaning in replacements', () => {
    expect(fillPlaceholders('%%%! Hi', '$&')).toBe('$&! Hi');
  });
});
