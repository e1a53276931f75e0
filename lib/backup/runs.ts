import type { Mailbox } from '../mail/mail.ts';
import type { Progress, Reached } from './reached.ts';
import type { Run } from './run.ts';

/** Where a mailbox's run stands, with what is known only in memory. */
export interface RunView {
  run: Run;
  isRunning: boolean;
  /** Of a run that goes on: how far it is, or how far it was when it came to rest. */
  progress?: Progress;
}

/** Whether a run can still go on, be it by itself or by the user's Continue. */
export const isUnfinished = (run: Pick<Run, 'state'>): boolean =>
  canGoOn(run) || run.state.phase === 'paused';

/** Whether a run goes on by itself as soon as nothing is in its way. */
export const canGoOn = ({ state }: Pick<Run, 'state'>): boolean =>
  state.phase === 'active' || state.phase === 'waiting';

/** The id of a mailbox's run. */
export const runId = ({ service, account }: Mailbox): Run['id'] =>
  account === undefined ? service : `${service}/${account}`;

/** Without an account, every run of the service is meant: an account that was not known may have become known meanwhile. */
export const isMeant = (run: Mailbox, { service, account }: Mailbox): boolean =>
  run.service === service && (account === undefined || run.account === account);

/** Orders runs by when they began, the first one first. */
export const byStart = (a: Run, b: Run): number => a.startedAt.localeCompare(b.startedAt);

/** What stays true of a progress while the run rests. */
export function reachedBy({ stage, counts, isTotalKnown, share, sizeExpectedBytes }: Progress): Reached {
  return {
    stage,
    counts,
    isTotalKnown,
    ...(share === undefined ? {} : { share }),
    ...(sizeExpectedBytes === undefined ? {} : { sizeExpectedBytes }),
  };
}
