import { describe, expect, it } from 'vitest';
import type { RunView } from '../../../../lib/backup/runs.ts';
import type { RunState } from '../../../../lib/backup/run.ts';
import type { SignIn } from '../../../../lib/backup/sign-ins.ts';
import { findMailboxesInUse } from '../../../../lib/browser/service/mailboxes-in-use.ts';

const service = 'letters';
const shows = (account: string, place = ''): SignIn => ({
  service,
  account,
  place,
  session: { service, account, credentials: {}, client: {} },
});
const signedOut = (account: string, place = ''): SignIn => ({ service, account, place, isSignedOut: true });
const done: RunState = { phase: 'done', newMails: 0, finishedAt: '2026-01-01T00:00:00Z' };
const aRun = (account: string | undefined, state: RunState): RunView => ({
  isRunning: false,
  run: {
    id: account ?? service,
    service,
    ...(account === undefined ? {} : { account }),
    isFull: false,
    startedAt: '2026-01-01T00:00:00Z',
    state,
  },
});

/** The rows in short: account, container, signed in, phase of its run. */
function rows(signIns: SignIn[], runs: RunView[] = []) {
  return findMailboxesInUse(signIns, runs).map(({ account, containerNumber, isSignedIn, view }) => [
    account,
    containerNumber,
    isSignedIn,
    view?.run.state.phase,
  ]);
}

describe('mailboxes in use without containers', () => {
  it('are one row for a service that was never used', () => {
    expect(rows([])).toEqual([[undefined, undefined, false, undefined]]);
  });

  it('are the one of the account that is signed in', () => {
    expect(rows([shows('ann')], [aRun('ann', done)])).toEqual([['ann', undefined, true, 'done']]);
  });

  it('are the unfinished one while another account is signed in', () => {
    const resting = aRun('ann', { phase: 'waiting', reason: 'account-changed' });
    expect(rows([shows('bob')], [resting, aRun('bob', done)])).toEqual([
      ['ann', undefined, false, 'waiting'],
    ]);
  });

  it('say nothing of one account to another', () => {
    expect(rows([shows('bob')], [aRun('ann', done)])).toEqual([['bob', undefined, true, undefined]]);
  });

  it('are the one backed up last while no account is signed in', () => {
    expect(rows([], [aRun('bob', done), aRun('ann', done)])).toEqual([['bob', undefined, false, 'done']]);
  });

  it('are the run whose account is not known yet', () => {
    expect(rows([], [aRun(undefined, { phase: 'active' })])).toEqual([
      [undefined, undefined, false, 'active'],
    ]);
  });
});

describe('mailboxes in use with containers', () => {
  it('are one row each, numbered', () => {
    expect(rows([shows('ann'), shows('bob', 'c2')], [aRun('ann', done)])).toEqual([
      ['ann', 1, true, 'done'],
      ['bob', 2, true, undefined],
    ]);
  });

  it('have no number when they show the same account', () => {
    expect(rows([shows('ann'), shows('ann', 'c2')])).toEqual([['ann', undefined, true, undefined]]);
  });

  it('keep the row and the number of an account that signed out', () => {
    const resting = aRun('ann', { phase: 'waiting', reason: 'signed-out' });
    expect(rows([signedOut('ann'), shows('bob', 'c2')], [resting])).toEqual([
      ['ann', 1, false, 'waiting'],
      ['bob', 2, true, undefined],
    ]);
  });

  it('keep an unfinished mailbox whose container shows another account, without a number', () => {
    const resting = aRun('ann', { phase: 'waiting', reason: 'account-changed' });
    expect(rows([shows('cat'), shows('bob', 'c2')], [resting])).toEqual([
      ['cat', 1, true, undefined],
      ['bob', 2, true, undefined],
      ['ann', undefined, false, 'waiting'],
    ]);
  });
});
