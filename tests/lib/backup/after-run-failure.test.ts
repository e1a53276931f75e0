import { describe, expect, it } from 'vitest';
import { afterRunFailure, type RunOutcome } from '../../../lib/backup/after-run-failure.ts';
import {
  BadAnswerError,
  errorCodes,
  LongWaitError,
  MailArkError,
  TroubledKindError,
  type ErrorCode,
} from '../../../lib/errors.ts';

const now = 1_000_000;
const minute = 60_000;

/** The failures that a run survives; after every other one it has failed. */
const rests: Partial<Record<ErrorCode, RunOutcome>> = {
  // Until news comes.
  'signed-out': { step: 'rest', reason: 'signed-out' },
  'account-changed': { step: 'rest', reason: 'account-changed' },
  'permission-missing': { step: 'rest', reason: 'permission-missing' },
  offline: { step: 'rest', reason: 'offline' },
  // For a while.
  'rate-limited': { step: 'rest', reason: 'asked-to-wait', untilMs: now + minute / 2 },
  'server-unavailable': { step: 'rest', reason: 'unreachable', untilMs: now + minute / 2 },
  'network-failed': { step: 'rest', reason: 'unreachable', untilMs: now + minute / 2 },
  'timed-out': { step: 'rest', reason: 'unreachable', untilMs: now + minute / 2 },
  'storage-full': { step: 'rest', reason: 'storage-full', untilMs: now + minute / 2 },
};

describe('the rules for a run that cannot go on', () => {
  it.each(errorCodes)('have one for %s', (code) => {
    const { outcome, failures } = afterRunFailure(new MailArkError(code, ''), { now, failures: 0 });
    expect(outcome).toEqual(rests[code] ?? { step: 'fail', code });
    expect(failures).toBe('untilMs' in outcome ? 1 : 0);
  });

  it.each([
    [0, 0.5],
    [1, 1],
    [2, 2],
    [3, 4],
    [4, 8],
    [5, 10],
    [50, 10],
  ])('let a run that failed %i times before rest for %d minutes', (failures, minutes) => {
    expect(afterRunFailure(new MailArkError('timed-out', ''), { now, failures })).toEqual({
      outcome: { step: 'rest', reason: 'unreachable', untilMs: now + minutes * minute },
      failures: failures + 1,
    });
  });

  it('let a run wait as long as the service asks, which is no failure', () => {
    expect(afterRunFailure(new LongWaitError(now + 3 * minute), { now, failures: 2 })).toEqual({
      outcome: { step: 'rest', reason: 'asked-to-wait', untilMs: now + 3 * minute },
      failures: 2,
    });
  });

  it.each([
    ['list', 'list-troubled', { step: 'fail', code: 'not-found' }],
    ['mails', 'mails-troubled', { step: 'leave' }],
    ['files', 'files-troubled', { step: 'leave' }],
  ] as const)('let a run without %s rest three times, later each time', (kind, reason, end) => {
    const after = (times: number, wasServed = false) =>
      afterRunFailure(new TroubledKindError(kind, 'not-found', wasServed), {
        now,
        failures: 0,
        rests: { [kind]: times },
      });
    for (const [times, minutes] of [
      [0, 0.5],
      [1, 1],
      [2, 2],
    ] as const)
      expect(after(times)).toEqual({
        outcome: { step: 'rest', reason, untilMs: now + minutes * minute },
        failures: 0,
        rests: { [kind]: times + 1 },
      });
    expect(after(3).outcome).toEqual(end);
    expect(after(3, true).rests).toEqual({ [kind]: 1 });
  });

  it('end a run whose mails are forbidden with that code, and one whose files are without them', () => {
    const after = (kind: 'mails' | 'files') =>
      afterRunFailure(new TroubledKindError(kind, 'forbidden', false), {
        now,
        failures: 0,
        rests: { [kind]: 3 },
      }).outcome;
    expect(after('mails')).toEqual({ step: 'fail', code: 'forbidden' });
    expect(after('files')).toEqual({ step: 'leave' });
  });

  it.each([
    ['an item that ends a run', new BadAnswerError('wrong-type', 200, ''), 'wrong-type'],
    ['a mistake of ours', new TypeError('x is undefined'), 'unexpected'],
    ['anything else that was thrown', 'x', 'unexpected'],
  ] as const)('end a run with a code after %s', (_what, error, code) => {
    expect(afterRunFailure(error, { now, failures: 0 }).outcome).toEqual({ step: 'fail', code });
  });
});
