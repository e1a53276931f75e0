import { describe, expect, it } from 'vitest';
import { nameless, replaceName } from '../../../lib/mail/nickname.ts';

describe('the name of the reader', () => {
  it('is replaced where it is written, and where a service keeps a place for it', () => {
    expect(replaceName('Hi Sky! %%%, ％％％', { written: 'Sky', shown: 'you' })).toBe('Hi you! you, you');
    expect(replaceName('Hi Sky! %%%', { written: '', shown: 'you' })).toBe('Hi Sky! you');
  });

  it('has the particle that fits after it', () => {
    const rule = { written: '<위즈원>', shown: '유나' };
    expect(replaceName('<위즈원>이 <위즈원>을 <위즈원>은 <위즈원>과 <위즈원>아', rule)).toBe(
      '유나가 유나를 유나는 유나와 유나야',
    );
    expect(replaceName('%%%가 좋아', { written: '', shown: '하늘' })).toBe('하늘이 좋아');
    expect(replaceName('%%%가 좋아', { written: '', shown: nameless })).toBe('○○이 좋아');
  });

  it('leaves what is no particle, and particles after names whose sound is not written', () => {
    expect(replaceName('위즈원이랑', { written: '위즈원', shown: '유나' })).toBe('유나이랑');
    expect(replaceName('위즈원이 왔다', { written: '위즈원', shown: 'Sky' })).toBe('Sky이 왔다');
  });

  it('may hold signs that mean something in patterns', () => {
    expect(replaceName('(a+b)? Hi', { written: '(a+b)?', shown: '$&' })).toBe('$& Hi');
  });
});
