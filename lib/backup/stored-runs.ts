import type { Mailbox } from '../mail/mail.ts';
import type { BackupStore } from './ports.ts';
import type { RestReason, Run } from './run.ts';
import { byStart, canGoOn, isMeant, runId } from './runs.ts';

/** The runs in the store: one of each mailbox. */
export interface StoredRuns {
  /** The runs that are meant, the one that began last first. */
  list(mailbox: Mailbox): Promise<Run[]>;
  /** The runs that go on by themselves, the one that began first first. */
  listUnderWay(): Promise<Run[]>;
  /** Writes the run as the one of its mailbox, which is known only once an account is signed in. */
  put(run: Run): Promise<void>;
  /** Writes that the run rests, where it is still wanted; `untilMs` in milliseconds since 1970. */
  rest(run: Run, reason: RestReason, untilMs?: number): Promise<void>;
  /** The run is still the stored one, and neither paused nor ended meanwhile. */
  isStillWanted(run: Run): Promise<boolean>;
}

/** `onChange` is called after every run that is written. */
export function createStoredRuns(store: () => Promise<BackupStore>, onChange: () => void): StoredRuns {
  const all = async () => (await store()).listRuns();

  async function put(run: Run): Promise<void> {
    const id = runId(run);
    await (await store()).putRun({ ...run, id }, run.id === id ? undefined : run.id);
    onChange();
  }

  async function isStillWanted(run: Run): Promise<boolean> {
    const latest = (await all()).find(({ id }) => id === run.id);
    return latest !== undefined && latest.startedAt === run.startedAt && canGoOn(latest);
  }

  return {
    list: async (mailbox) =>
      (await all()).filter((run) => isMeant(run, mailbox)).sort((a, b) => byStart(b, a)),
    listUnderWay: async () => (await all()).filter(canGoOn).sort(byStart),
    put,
    async rest(run, reason, untilMs) {
      const { notBefore: _, state, ...others } = run;
      const until = untilMs === undefined ? undefined : new Date(untilMs).toISOString();
      if (state.phase === 'waiting' && state.reason === reason && state.until === until) return;
      // A mailbox can be deleted, and a run cancelled, while this one was being prepared.
      if (!(await isStillWanted(run))) return;
      await put({
        ...others,
        ...(until === undefined ? {} : { notBefore: until }),
        state: { phase: 'waiting', reason, ...(until === undefined ? {} : { until }) },
      });
    },
    isStillWanted,
  };
}
