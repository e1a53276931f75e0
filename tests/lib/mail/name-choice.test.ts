import { describe, expect, it } from 'vitest';
import { carryOver, joinNameChoices } from '../../../lib/mail/name-choice.ts';
import type { NameChoice } from '../../../lib/mail/name-choice.ts';

const of = (senderId: string, written: string, shown: string) => ({
  service: 'letters',
  account: 'a1',
  senderId,
  written,
  shown,
});

describe('Choices for single senders', () => {
  it('become one for all: hidden where one was, otherwise the first name', () => {
    expect(carryOver([of('1', 'Sky', 'Mina'), of('2', '', '○○'), of('3', 'Sky ', 'Yuna')])).toEqual({
      mode: 'hidden',
      written: ['Sky'],
      own: 'Mina',
    });
    expect(carryOver([of('1', 'Sky', 'Mina'), of('2', '하늘', 'Yuna')])).toEqual({
      mode: 'own',
      written: ['Sky', '하늘'],
      own: 'Mina',
    });
    expect(carryOver([of('1', 'Sky', '')])).toEqual({ mode: 'written', written: ['Sky'], own: '' });
    expect(carryOver([])).toBeUndefined();
  });
});

describe('The choice of an import', () => {
  const mine: NameChoice = { mode: 'hidden', written: ['Sky'], own: '' };
  const theirs: NameChoice = { mode: 'own', written: ['하늘', 'Sky'], own: 'Mina' };

  it('is used where there is none, and otherwise only adds the names it knows', () => {
    expect(joinNameChoices(undefined, theirs)).toBe(theirs);
    expect(joinNameChoices(mine, undefined)).toBe(mine);
    expect(joinNameChoices(mine, theirs)).toEqual({ mode: 'hidden', written: ['Sky', '하늘'], own: '' });
    expect(joinNameChoices(theirs, mine)).toBe(theirs);
  });
});
