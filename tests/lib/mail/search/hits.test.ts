import { describe, expect, it } from 'vitest';
import { placesAmong } from '../../../../lib/mail/search/hits.ts';

const mail = (id: string) => ({ service: 'letters', account: 'a1', id });
const keys = ['letters/a1/m3', 'letters/a1/m2', 'letters/a1/m1'];

describe('places among keys', () => {
  it('are those of the list itself where both are the same', () => {
    expect([...placesAmong([mail('m3'), mail('m2'), mail('m1')], keys)]).toEqual([0, 1, 2]);
  });

  it('are found where mails came, went or changed their order', () => {
    expect([...placesAmong([mail('m4'), mail('m3'), mail('m1')], keys)]).toEqual([-1, 0, 2]);
  });
});
