import { describe, expect, it } from 'vitest';
import { nextStep, type Step, type World } from '../../../lib/backup/next-step.ts';
import type { Run, RunState } from '../../../lib/backup/run.ts';
import type { Session } from '../../../lib/sources/source.ts';

const now = Date.parse('2026-01-01T12:00:00Z');
const session: Session = { service: 'letters', account: 'a1', credentials: {}, client: {} };

const active: RunState = { phase: 'active' };
const resting: RunState = { phase: 'waiting', reason: 'unreachable', until: '2026-01-01T12:00:00Z' };
const done: RunState = { phase: 'done', newMails: 0, finishedAt: '2026-01-01T11:00:00Z' };
const failed: RunState = { phase: 'failed', code: 'forbidden' };

/** A world in which everything is there. */
const ready = { now, isAllowed: true, isOnline: true, signIn: session } satisfies World;

const leave: Step = { step: 'leave' };
const rest = (reason: Extract<Step, { step: 'rest' }>['reason']): Step => ({ step: 'rest', reason });
const look = (at: Extract<Step, { step: 'look' }>['at']): Step => ({ step: 'look', at });
const go: Step = { step: 'go', session };

type KnownRun = Pick<Run, 'state' | 'notBefore' | 'wasAllowed'>;

describe('the rules for a run that wants to go on', () => {
  it.each<[string, KnownRun, World, Step]>([
    // Only what is unfinished and not paused.
    ['an active run', { state: active }, ready, go],
    ['a run at rest', { state: resting }, ready, go],
    ['a paused run', { state: { phase: 'paused' } }, ready, leave],
    ['a cancelled run', { state: { phase: 'cancelled' } }, ready, leave],
    ['a run that is done', { state: done }, ready, leave],
    ['a run that has failed', { state: failed }, ready, leave],

    // Not before its time.
    ['a wait that is over', { state: resting, notBefore: '2026-01-01T12:00:00Z' }, ready, go],
    ['a wait that holds', { state: resting, notBefore: '2026-01-01T12:00:01Z' }, ready, leave],
    ['a wait of an hour', { state: resting, notBefore: '2026-01-01T13:00:00Z' }, ready, leave],
    [
      'a wait that a clock set back made longer than any',
      { state: resting, notBefore: '2026-01-01T13:00:01Z' },
      ready,
      go,
    ],

    // Only with permission.
    ['a permission that was not looked at', { state: active }, { now }, look('permission')],
    ['a permission never given', { state: active }, { now, isAllowed: false }, rest('not-allowed-yet')],
    [
      'a permission taken back',
      { state: active, wasAllowed: true },
      { now, isAllowed: false },
      rest('permission-missing'),
    ],
    [
      'a missing permission, whatever else is missing',
      { state: active },
      { now, isAllowed: false, isOnline: false, signIn: 'signed-out' },
      rest('not-allowed-yet'),
    ],

    // Only with the network.
    ['a network that was not looked at', { state: active }, { now, isAllowed: true }, look('network')],
    ['no network', { state: active }, { now, isAllowed: true, isOnline: false }, rest('offline')],
    [
      'no network and a signed-out client',
      { state: active },
      { ...ready, isOnline: false, signIn: 'signed-out' },
      rest('offline'),
    ],

    // Only with a session.
    [
      'pages that were not looked at',
      { state: active },
      { now, isAllowed: true, isOnline: true },
      look('sign-in'),
    ],
    ['a signed-out client', { state: active }, { ...ready, signIn: 'signed-out' }, rest('signed-out')],
    ['another account', { state: active }, { ...ready, signIn: 'account-changed' }, rest('account-changed')],
  ])('say what follows from %s', (_what, run, world, step) => {
    expect(nextStep(run, world)).toEqual(step);
  });
});
