import { describe, expect, it } from 'vitest';
import type { Run, RunState } from '../../../../lib/backup/run.ts';
import { describeService } from '../../../../lib/browser/service/describe-service.ts';
import type { Source } from '../../../../lib/sources/source.ts';

const source = {
  service: { id: 'letters', name: 'Letters' },
  hosts: [],
  webClientUrl: 'https://web.example/',
};
const aRun = (state: RunState, change: Partial<Run> = {}): Run => ({
  id: 'letters',
  service: 'letters',
  account: 'a1',
  isFull: false,
  startedAt: '2026-01-01T00:00:00.000Z',
  state,
  mailsBefore: 0,
  ...change,
});
const done: RunState = { phase: 'done', newMails: 3, finishedAt: '2026-01-01T00:01:00.000Z' };

/** The row of a service where everything is there, in a run that changes as said. */
const aRow = (
  run?: Run,
  change: Partial<Parameters<typeof describeService>[0]> = {},
): ReturnType<typeof describeService> =>
  describeService({
    source: source as unknown as Source,
    isPermitted: true,
    isSignedIn: true,
    isClientOpen: true,
    savedMails: 0,
    picturesWaiting: 0,
    failed: 0,
    mailsWaiting: 0,
    ...(run ? { view: { run, isRunning: false } } : {}),
    ...change,
  });

describe('the row of a service', () => {
  it('counts what a service in trouble did not give as waiting, and not as left for later', () => {
    const waiting = { picturesWaiting: 60, mailsWaiting: 8 };
    expect(aRow(aRun({ ...done, isIncomplete: true }), waiting)).toMatchObject({
      picturesWaiting: 0,
      state: { phase: 'done', waiting: 68 },
    });
    expect(aRow(aRun(done), waiting)).toMatchObject({ picturesWaiting: 60 });
    expect(aRow(aRun(done), waiting).state).not.toHaveProperty('waiting');
  });

  it('is ready for the first backup when nothing of the account is saved', () => {
    expect(aRow()).toMatchObject({ isSetUp: false, state: { phase: 'ready' } });
  });

  it('is set up when mails of the account are saved, or its backup found none', () => {
    expect(aRow(undefined, { savedMails: 3 }).isSetUp).toBe(true);
    expect(aRow(aRun(done)).isSetUp).toBe(true);
  });

  it('still says how the last backup ended while the web client is closed', () => {
    expect(aRow(aRun(done), { isSignedIn: false })).toMatchObject({
      isSetUp: true,
      state: { phase: 'done', newMails: 3 },
    });
  });

  it('says that access was taken away only when a run had it', () => {
    const never = { isPermitted: false, isSignedIn: false };
    expect(aRow(undefined, never).state).toEqual({ phase: 'not-permitted', wasAllowed: false });
    expect(aRow(aRun({ phase: 'cancelled' }), never).state).toEqual({
      phase: 'not-permitted',
      wasAllowed: false,
    });
    expect(aRow(aRun(done, { wasAllowed: true }), never).state).toEqual({
      phase: 'not-permitted',
      wasAllowed: true,
    });
  });
});
