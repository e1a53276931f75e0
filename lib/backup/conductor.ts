import {
  AccountChangedError,
  errorCodeOf,
  LongWaitError,
  MailArkError,
  SignedOutError,
  type ErrorCode,
} from '../errors.ts';
import type { AccountKey, SourceId } from '../mail/mail.ts';
import type { Session, Source } from '../sources/source.ts';
import type { BackupStore, Clock, Progress, Reached, RestReason, Run, RunState } from './ports.ts';
import { isHeldUntil } from './retry-timing.ts';
import type { Sessions } from './session-keeper.ts';

/** What the conductor needs of the world around a backup. */
export interface ConductorOptions {
  sources: readonly Source[];
  sessions: Sessions;
  /** Opens the store, or the one that is open already. */
  store(): Promise<BackupStore>;
  clock: Clock;
  hasPermission(source: Source): Promise<boolean>;
  isOnline(): boolean;
  /** The one engine of this profile: runs `work` while nobody else does, or answers false at once. */
  withLease(work: () => Promise<void>): Promise<boolean>;
  /** Keeps the worker alive until the returned function is called. */
  keepAwake(): () => void;
  /** Wakes us about then, even when the worker died; undefined: no more. */
  setAlarm(at: number | undefined): Promise<void>;
  /** The deed itself: resolves when everything is saved or listed as failed. */
  backUp(job: {
    run: Run;
    source: Source;
    session: Session;
    store: BackupStore;
    signal: AbortSignal;
    onProgress(progress: Progress): void;
  }): Promise<void>;
  /** Called after every change of a run or its progress. */
  onChange(): void;
}

/** Where a service's run stands, with what is known only in memory. */
export interface RunView {
  run: Run;
  isRunning: boolean;
  /** Of a run that goes on: how far it is, or how far it was when it came to rest. */
  progress?: Progress;
}

/** Decides what runs when: wishes, rests, resumptions. One run at a time; what it decides is in the store before it is done. */
export interface Conductor {
  /** Looks for a run that can go on, and goes on with it. Called on every boot, alarm and piece of news. */
  wake(): Promise<void>;
  /** `withPictures`: also those that the setting leaves for later. */
  start(wish: { service: SourceId; isFull: boolean; withPictures?: boolean }): Promise<void>;
  pause(service: SourceId): Promise<void>;
  resume(service: SourceId): Promise<void>;
  cancel(service: SourceId): Promise<void>;
  /** A session came, perhaps another account's. */
  sessionArrived(session: Session): void;
  permissionsChanged(): Promise<void>;
  view(service: SourceId): Promise<RunView | undefined>;
  /** A backup is under way at this moment. */
  isRunning(): boolean;
}

/** Automatic rests are looked at again this often at the latest; alarms come no faster. */
const watchMs = 30_000;
/** How often a running backup looks whether the web client still shows the same account. */
const pageCheckMs = 4_000;
const firstRetryMs = 30_000;
const longestRetryMs = 10 * 60_000;

const restReasons: Partial<Record<ErrorCode, RestReason>> = {
  'signed-out': 'signed-out',
  'account-changed': 'account-changed',
  'permission-missing': 'permission-missing',
  'storage-full': 'storage-full',
  offline: 'offline',
  'rate-limited': 'asked-to-wait',
  'server-unavailable': 'unreachable',
  'network-failed': 'unreachable',
  'timed-out': 'unreachable',
};

/** Rests that no news ends: they are tried again, later each time. */
const retriedReasons: ReadonlySet<RestReason> = new Set(['asked-to-wait', 'unreachable', 'storage-full']);

const isUnfinished = (run: Run) => canGoOn(run) || run.state.phase === 'paused';

const canGoOn = ({ state }: Run) => state.phase === 'active' || state.phase === 'waiting';

/** What stays true of a progress while the run rests. */
function reachedBy({ stage, counts, isTotalKnown, share, sizeExpectedBytes }: Progress): Reached {
  return {
    stage,
    counts,
    isTotalKnown,
    ...(share === undefined ? {} : { share }),
    ...(sizeExpectedBytes === undefined ? {} : { sizeExpectedBytes }),
  };
}

/** Thrown into a run by the person's Pause or Cancel. */
class StoppedError extends Error {
  readonly state: RunState;
  constructor(state: RunState) {
    super('Stopped by the person.');
    this.state = state;
  }
}

export function createConductor(options: ConductorOptions): Conductor {
  const { sources, sessions, clock, onChange } = options;
  let running: { run: Run; abort: AbortController; progress?: Progress; ended: Promise<void> } | undefined;
  let waking: Promise<void> | undefined;
  let mustWakeAgain = false;
  const failuresInARow = new Map<SourceId, number>();

  const findSource = (service: SourceId) => sources.find(({ id }) => id === service);

  async function findRun(service: SourceId): Promise<Run | undefined> {
    return (await (await options.store()).listRuns()).find((run) => run.service === service);
  }

  async function put(run: Run): Promise<Run> {
    await (await options.store()).putRun(run);
    onChange();
    return run;
  }

  const rest = (run: Run, reason: RestReason, until?: number): Promise<Run> => {
    const at = until === undefined ? {} : { until: new Date(until).toISOString() };
    const { notBefore: _, ...others } = run;
    const written = until === undefined ? {} : { notBefore: new Date(until).toISOString() };
    if (run.state.phase === 'waiting' && run.state.reason === reason && run.state.until === at.until)
      return Promise.resolve(run);
    return put({ ...others, ...written, state: { phase: 'waiting', reason, ...at } });
  };

  /** Why this run cannot go on now; undefined: it can, with this session. */
  async function prepare(run: Run): Promise<{ source: Source; session: Session } | undefined> {
    const source = findSource(run.service);
    if (!source) return undefined;
    if (run.notBefore && isHeldUntil(Date.parse(run.notBefore), clock.now())) return undefined;
    if (!(await options.hasPermission(source))) return void (await rest(run, 'permission-missing'));
    if (!options.isOnline()) return void (await rest(run, 'offline'));
    const session = await sessions.look(run.service);
    if (!session) return void (await rest(run, 'signed-out'));
    if (run.account !== undefined && run.account !== session.account)
      return void (await rest(run, 'account-changed'));
    return { source, session };
  }

  async function execute(run: Run, source: Source, session: Session): Promise<void> {
    const store = await options.store();
    const owner: AccountKey = { service: run.service, account: session.account };
    const { notBefore: _, ...others } = run;
    const isFirst = run.account === undefined;
    const started: Run = { ...others, account: session.account, state: { phase: 'active' } };
    const abort = new AbortController();
    let end: () => void = () => undefined;
    const current: NonNullable<typeof running> = {
      run: started,
      abort,
      ended: new Promise((resolve) => (end = resolve)),
    };
    running = current;
    const release = options.keepAwake();
    const pageCheck = setInterval(() => {
      void sessions.checkPages(session).then((news) => {
        if (news === 'signed-out') abort.abort(new SignedOutError());
        if (news === 'account-changed') abort.abort(new AccountChangedError());
      });
    }, pageCheckMs);
    try {
      // Pause and Cancel may have been written while this run was being prepared; from here on they reach `abort`.
      const latest = await findRun(run.service);
      if (!latest || latest.startedAt !== run.startedAt || !canGoOn(latest)) return;
      if (isFirst) {
        await store.retryProblems(owner);
        started.mailsBefore = (await store.counts(owner)).mailsSaved;
      }
      abort.signal.throwIfAborted();
      await put(started);
      await options.backUp({
        run: started,
        source,
        session,
        store,
        signal: abort.signal,
        onProgress(progress) {
          current.progress = progress;
          failuresInARow.delete(run.service);
          onChange();
        },
      });
      const newMails = (await store.counts(owner)).mailsSaved - started.mailsBefore;
      const finishedAt = new Date(clock.now()).toISOString();
      await put({ ...started, state: { phase: 'done', newMails: Math.max(0, newMails), finishedAt } });
    } catch (error) {
      const reached = current.progress ? { reached: reachedBy(current.progress) } : {};
      await conclude(
        { ...started, ...reached },
        abort.signal.aborted ? (abort.signal.reason as unknown) : error,
      );
    } finally {
      clearInterval(pageCheck);
      release();
      running = undefined;
      end();
      onChange();
    }
  }

  async function conclude(run: Run, error: unknown): Promise<void> {
    if (error instanceof StoppedError) return void (await put({ ...run, state: error.state }));
    if (error instanceof LongWaitError) return void (await rest(run, 'asked-to-wait', error.untilMs));
    const code = errorCodeOf(error);
    const reason = restReasons[code];
    if (reason === undefined) return void (await put({ ...run, state: { phase: 'failed', code } }));
    if (!retriedReasons.has(reason)) return void (await rest(run, reason));
    const failures = (failuresInARow.get(run.service) ?? 0) + 1;
    failuresInARow.set(run.service, failures);
    await rest(run, reason, clock.now() + Math.min(longestRetryMs, firstRetryMs * 2 ** (failures - 1)));
  }

  /** Everything that can go on goes on, one after the other; the rest is left to an alarm. */
  async function runAll(): Promise<void> {
    // Once each: a run that came to rest waits for news or the alarm, not for the next turn of this loop.
    const tried = new Set<SourceId>();
    for (;;) {
      const runs = (await (await options.store()).listRuns())
        .filter(canGoOn)
        .sort((a, b) => a.startedAt.localeCompare(b.startedAt));
      await options.setAlarm(runs.length > 0 ? clock.now() + watchMs : undefined);
      let hasRun = false;
      for (const run of runs) {
        if (tried.has(run.service)) continue;
        const ready = await prepare(run);
        if (!ready) continue;
        tried.add(run.service);
        hasRun = await options.withLease(() => execute(run, ready.source, ready.session));
        break;
      }
      if (!hasRun) return;
    }
  }

  async function wake(): Promise<void> {
    if (waking) {
      mustWakeAgain = true;
      return waking;
    }
    waking = (async () => {
      do {
        mustWakeAgain = false;
        await runAll();
      } while (mustWakeAgain);
    })().finally(() => {
      waking = undefined;
      onChange();
    });
    return waking;
  }

  /** Ends the running backup of the service and waits until it has written its last. */
  async function stop(service: SourceId, reason: unknown): Promise<boolean> {
    if (running?.run.service !== service) return false;
    const { abort, ended } = running;
    abort.abort(reason);
    await ended;
    return true;
  }

  /** Storage problems are told by the overview; a rejected wake has nobody else to tell. */
  const wakeQuietly = () => void wake().catch(() => onChange());

  async function goOn(run: Run): Promise<void> {
    await sessions.forgive(run.service);
    failuresInARow.delete(run.service);
    const { notBefore: _, ...others } = run;
    await put({ ...others, state: { phase: 'active' } });
    wakeQuietly();
  }

  async function stopWith(service: SourceId, state: RunState): Promise<void> {
    if (await stop(service, new StoppedError(state))) return;
    const run = await findRun(service);
    if (run && isUnfinished(run)) await put({ ...run, state });
  }

  return {
    wake,
    async start({ service, isFull, withPictures }) {
      if (!findSource(service)) throw new MailArkError('unexpected', 'There is no such service.');
      const known = await findRun(service);
      if (running?.run.service === service) return;
      const pictures = withPictures ? { withPictures } : {};
      if (known && isUnfinished(known) && known.isFull === isFull) return goOn({ ...known, ...pictures });
      await sessions.forgive(service);
      failuresInARow.delete(service);
      const startedAt = new Date(clock.now()).toISOString();
      await put({
        id: service,
        service,
        isFull,
        ...pictures,
        startedAt,
        state: { phase: 'active' },
        mailsBefore: 0,
      });
      wakeQuietly();
    },
    pause: (service) => stopWith(service, { phase: 'paused' }),
    cancel: (service) => stopWith(service, { phase: 'cancelled' }),
    async resume(service) {
      const run = await findRun(service);
      if (run && isUnfinished(run) && running?.run.service !== service) await goOn(run);
    },
    sessionArrived(session) {
      if (running?.run.service === session.service && running.run.account !== session.account) {
        running.abort.abort(new AccountChangedError());
      }
      wakeQuietly();
    },
    async permissionsChanged() {
      const source = running && findSource(running.run.service);
      if (source && !(await options.hasPermission(source))) {
        running?.abort.abort(new MailArkError('permission-missing', 'The permission was taken back.'));
      }
      wakeQuietly();
    },
    isRunning: () => running !== undefined,
    async view(service) {
      const own = running?.run.service === service ? running : undefined;
      // Asked for several times a second: once there is progress, the stored run says nothing else.
      if (own?.progress) return { run: own.run, isRunning: true, progress: own.progress };
      const run = await findRun(service);
      if (!run) return undefined;
      const view = { run, isRunning: own !== undefined };
      if (!run.reached || !isUnfinished(run)) return view;
      return { ...view, progress: { ...run.reached, requestsPerSecond: 0, bytesPerSecond: 0 } };
    },
  };
}
