import { describe, expect, it } from 'vitest';
import { findEndings } from '../../../../lib/browser/shell/find-endings.ts';

const minute = 60_000;
/** A journal of one service, and how it ends. */
const endings = (...entries: [minutes: number, what: string, who?: string][]) => {
  const journal = entries.map(([minutes, what, who = 'service 1']) => ({ at: minutes * minute, who, what }));
  return findEndings(journal.slice(0, -1), journal);
};

describe('the end of something long', () => {
  it('is reported when a backup took more than a minute', () => {
    expect(endings([0, 'running listing'], [1, 'running mails'], [9, 'done'])).toEqual([
      { who: 'service 1', how: 'done' },
    ]);
    expect(endings([0, 'running listing'], [0.5, 'done'])).toEqual([]);
  });

  it('counts rests that end by themselves, and not the time before', () => {
    expect(
      endings(
        [0, 'running mails'],
        [0.2, 'resting unreachable'],
        [5, 'running mails'],
        [5.1, 'failed forbidden'],
      ),
    ).toEqual([{ who: 'service 1', how: 'failed' }]);
    expect(endings([0, 'running mails'], [2, 'paused'], [50, 'running mails'], [50.5, 'done'])).toEqual([]);
    expect(endings([0, 'done'], [50, 'running listing'], [50.2, 'done'])).toEqual([]);
  });

  it('is reported when only the user can make it go on', () => {
    expect(endings([0, 'running mails'], [3, 'resting signed-out'])).toEqual([
      { who: 'service 1', how: 'waits' },
    ]);
    expect(endings([0, 'running mails'], [3, 'resting offline'])).toEqual([]);
  });

  it('is reported for an export beside a backup', () => {
    expect(
      endings(
        [0, 'packing', 'export'],
        [1, 'running mails'],
        [2, 'saving', 'export'],
        [4, 'failed storage-full', 'export'],
      ),
    ).toEqual([{ who: 'export', how: 'failed' }]);
  });

  it('is not reported twice', () => {
    const journal = [
      { at: 0, who: 'service 1', what: 'running mails' },
      { at: 5 * minute, who: 'service 1', what: 'done' },
    ];
    expect(findEndings(journal, journal)).toEqual([]);
    expect(findEndings(journal, [...journal, { at: 6 * minute, who: 'export', what: 'packing' }])).toEqual(
      [],
    );
  });

  it('is not reported of something that ended when the browser had forgotten its beginning', () => {
    expect(endings([5, 'done'])).toEqual([]);
  });
});
