import { describe, expect, it } from 'vitest';
import { hitTest, joinKeys } from '../../../../lib/mail/search/hits.ts';

const mails = (...ids: string[]) => ids.map((id) => ({ service: 'letters', account: 'a1', id }));
const keys = joinKeys(mails('m3', 'm2', 'm1'));
const isHit = Uint8Array.from([1, 0, 1]);

describe('hits by index', () => {
  it('are those of the list itself where both are the same', () => {
    const isFound = hitTest(mails('m3', 'm2', 'm1'), keys);
    expect([0, 1, 2, 3].map((at) => isFound(isHit, at))).toEqual([true, false, true, false]);
  });

  it('are found where mails were added, removed or reordered', () => {
    const isFound = hitTest(mails('m4', 'm1', 'm2', 'm3'), keys);
    expect([0, 1, 2, 3].map((at) => isFound(isHit, at))).toEqual([false, true, false, true]);
  });
});
