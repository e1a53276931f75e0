import { describe, expect, it } from 'vitest';
import { trimUnits } from '../../../lib/mail/trim-units.ts';

describe('a text without units at its ends', () => {
  it('keeps them inside', () => {
    expect(trimUnits(' . a. b ..', ' .')).toBe('a. b');
    expect(trimUnits('...', '.')).toBe('');
    expect(trimUnits('', '.')).toBe('');
  });

  it('is made in one pass', () => {
    const text = `a${'.'.repeat(1_000_000)}b`;
    expect(trimUnits(text, '.')).toBe(text);
  });
});
