import {
  AccountChangedError,
  errorCodeOf,
  LongWaitError,
  MailArkError,
  SignedOutError,
  type ErrorCode,
} from '../errors.ts';
import type { AccountKey, Mailbox, SourceId } from '../mail/mail.ts';
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

/** Where a mailbox's run stands, with what is known only in memory. */
export interface RunView {
  run: Run;
  isRunning: boolean;
  /** Of a run that goes on: how far it is, or how far it was when it came to rest. */
  progress?: Progress;
}

/** What the user asks for. */
export interface BackupRequest extends Mailbox {
  isFull: boolean;
  withPictures?: boolean;
}

/** Decides what runs when: wishes, rests, resumptions. One run at a time; what it decides is in the store before it is done. */
export interface Conductor {
  /** Looks for a run that can go on, and goes on with it. Called on every boot, alarm and piece of news. */
  wake(): Promise<void>;
  /** `withPictures`: also those that the setting leaves for later. */
  start(request: BackupRequest): Promise<void>;
  /** Without an account, these three mean every run of the service. */
  pause(mailbox: Mailbox): Promise<void>;
  resume(mailbox: Mailbox): Promise<void>;
  cancel(mailbox: Mailbox): Promise<void>;
  /** A session came that was not known before. */
  sessionArrived(): void;
  /** The account's place in the browser shows another account. */
  accountReplaced(owner: AccountKey): void;
  permissionsChanged(): Promise<void>;
  /** The run of the service that is under way; asks nothing of the store. */
  findRunning(service: SourceId): RunView | undefined;
  /** The runs of the service's mailboxes, the one that began last first. */
  list(service: SourceId): Promise<RunView[]>;
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

/** Whether a run can still go on, be it by itself or by the user's Continue. */
export const isUnfinished = (run: Run): boolean => canGoOn(run) || run.state.phase === 'paused';

const canGoOn = ({ state }: Run) => state.phase === 'active' || state.phase === 'waiting';

const runId = ({ service, account }: Mailbox) => (account === undefined ? service : `${service}/${account}`);

/** Without an account, every run of the service is meant: an account that was not known may have become known meanwhile. */
const isMeant = (run: Run, { service, account }: Mailbox) =>
  run.service === service && (account === undefined || run.account === account);

const isLaterRun = (a: Run, b: Run) => b.startedAt.localeCompare(a.startedAt);

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
  const failuresInARow = new Map<Run['id'], number>();

  const findSource = (service: SourceId) => sources.find(({ id }) => id === service);

  /** The runs that are meant, the one that began last first. */
  async function listRuns(mailbox: Mailbox): Promise<Run[]> {
    const runs = await (await options.store()).listRuns();
    return runs.filter((run) => isMeant(run, mailbox)).sort(isLaterRun);
  }

  const findRun = async (id: Run['id']) =>
    (await (await options.store()).listRuns()).find((run) => run.id === id);

  /** Writes the run as the one of its mailbox, which is known only once an account is signed in. */
  async function put(run: Run): Promise<Run> {
    const id = runId(run);
    await (await options.store()).putRun({ ...run, id }, run.id === id ? undefined : run.id);
    onChange();
    return { ...run, id };
  }

  /** The run is still the stored one, and neither paused nor ended meanwhile. */
  async function isStillWanted(run: Run): Promise<boolean> {
    const latest = await findRun(run.id);
    return latest !== undefined && latest.startedAt === run.startedAt && canGoOn(latest);
  }

  async function rest(run: Run, reason: RestReason, until?: number): Promise<void> {
    const at = until === undefined ? {} : { until: new Date(until).toISOString() };
    const { notBefore: _, ...others } = run;
    const written = until === undefined ? {} : { notBefore: new Date(until).toISOString() };
    if (run.state.phase === 'waiting' && run.state.reason === reason && run.state.until === at.until) return;
    // A mailbox can be deleted, and a run cancelled, while this one was being prepared.
    if (!(await isStillWanted(run))) return;
    await put({ ...others, ...written, state: { phase: 'waiting', reason, ...at } });
  }

  /** Why this run cannot go on now; undefined: it can, with this session. */
  async function prepare(run: Run): Promise<{ source: Source; session: Session } | undefined> {
    const source = findSource(run.service);
    if (!source) return undefined;
    if (run.notBefore && isHeldUntil(Date.parse(run.notBefore), clock.now())) return undefined;
    if (!(await options.hasPermission(source)))
      return void (await rest(run, run.wasAllowed ? 'permission-missing' : 'not-allowed-yet'));
    const allowed: Run = { ...run, wasAllowed: true };
    if (!options.isOnline()) return void (await rest(allowed, 'offline'));
    const session = await sessions.look(run);
    if (session) return { source, session };
    const { service, account } = run;
    await rest(allowed, account === undefined ? 'signed-out' : sessions.whyMissing({ service, account }));
    return undefined;
  }

  async function execute(run: Run, source: Source, session: Session): Promise<void> {
    const store = await options.store();
    const owner: AccountKey = { service: run.service, account: session.account };
    const { notBefore: _, ...others } = run;
    const id = runId(owner);
    const started: Run = {
      ...others,
      id,
      account: session.account,
      wasAllowed: true,
      state: { phase: 'active' },
    };
    // The stored run has this id until it is written as the mailbox's.
    let storedId = run.id;
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
      void sessions.checkPages(owner).then((news) => {
        if (news === 'signed-out') abort.abort(new SignedOutError());
        if (news === 'account-changed') abort.abort(new AccountChangedError());
      });
    }, pageCheckMs);
    try {
      // Pause and Cancel may have been written while this run was being prepared; from here on they reach `abort`.
      if (!(await isStillWanted(run))) return;
      if (started.mailsBefore === undefined) {
        await store.retryProblems(owner);
        started.mailsBefore = (await store.counts(owner)).mailsSaved;
      }
      abort.signal.throwIfAborted();
      await put({ ...started, id: storedId });
      storedId = id;
      await options.backUp({
        run: started,
        source,
        session,
        store,
        signal: abort.signal,
        onProgress(progress) {
          current.progress = progress;
          failuresInARow.delete(id);
          onChange();
        },
      });
      const newMails = (await store.counts(owner)).mailsSaved - (started.mailsBefore ?? 0);
      const finishedAt = new Date(clock.now()).toISOString();
      await put({ ...started, state: { phase: 'done', newMails: Math.max(0, newMails), finishedAt } });
    } catch (error) {
      const reached = current.progress ? { reached: reachedBy(current.progress) } : {};
      await conclude(
        { ...started, ...reached, id: storedId },
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
    if (error instanceof LongWaitError) return rest(run, 'asked-to-wait', error.untilMs);
    const code = errorCodeOf(error);
    const reason = restReasons[code];
    if (reason === undefined) return void (await put({ ...run, state: { phase: 'failed', code } }));
    if (!retriedReasons.has(reason)) return rest(run, reason);
    const failures = (failuresInARow.get(run.id) ?? 0) + 1;
    failuresInARow.set(run.id, failures);
    await rest(run, reason, clock.now() + Math.min(longestRetryMs, firstRetryMs * 2 ** (failures - 1)));
  }

  /** Everything that can go on goes on, one after the other; the rest is left to an alarm. */
  async function runAll(): Promise<void> {
    // Once each: a run that came to rest waits for news or the alarm, not for the next turn of this loop.
    const tried = new Set<Run['id']>();
    for (;;) {
      const runs = (await (await options.store()).listRuns())
        .filter(canGoOn)
        .sort((a, b) => a.startedAt.localeCompare(b.startedAt));
      await options.setAlarm(runs.length > 0 ? clock.now() + watchMs : undefined);
      let hasRun = false;
      for (const run of runs) {
        if (tried.has(run.id)) continue;
        const ready = await prepare(run);
        if (!ready) continue;
        tried.add(run.id).add(runId(ready.session));
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

  /** Ends the running backup, if it is meant, and waits until it has written its last. */
  async function stop(mailbox: Mailbox, reason: unknown): Promise<void> {
    if (!running || !isMeant(running.run, mailbox)) return;
    const { abort, ended } = running;
    abort.abort(reason);
    await ended;
  }

  /** Storage problems are told by the overview; a rejected wake has nobody else to tell. */
  const wakeQuietly = () => void wake().catch(() => onChange());

  async function goOn(run: Run): Promise<void> {
    await sessions.forgive(run);
    failuresInARow.delete(run.id);
    const { notBefore: _, ...others } = run;
    await put({ ...others, state: { phase: 'active' } });
    wakeQuietly();
  }

  async function stopWith(mailbox: Mailbox, state: RunState): Promise<void> {
    await stop(mailbox, new StoppedError(state));
    for (const run of await listRuns(mailbox)) {
      if (isUnfinished(run) && run.state.phase !== state.phase) await put({ ...run, state });
    }
  }

  /** The mailbox of a request: where only one account is signed in, it is that account's. */
  function nameMailbox({ service, account }: Mailbox): Mailbox {
    const signedIn = new Set(sessions.list(service).flatMap((each) => (each.session ? [each.account] : [])));
    const [only] = signedIn;
    const named = account ?? (signedIn.size === 1 ? only : undefined);
    return { service, ...(named === undefined ? {} : { account: named }) };
  }

  function viewOf(run: Run): RunView {
    const isRunning = running?.run.id === run.id;
    if (isRunning && running?.progress) return { run: running.run, isRunning, progress: running.progress };
    if (!run.reached || !isUnfinished(run)) return { run, isRunning };
    return { run, isRunning, progress: { ...run.reached, requestsPerSecond: 0, bytesPerSecond: 0 } };
  }

  return {
    wake,
    async start({ isFull, withPictures, ...asked }) {
      if (!findSource(asked.service)) throw new MailArkError('unexpected', 'There is no such service.');
      if (running && isMeant(running.run, asked)) return;
      const mailbox = nameMailbox(asked);
      const [known] = await listRuns(mailbox);
      const pictures = withPictures ? { withPictures } : {};
      // A window that shows an older state may ask for less than is under way: the larger run goes on.
      if (known && isUnfinished(known) && (known.isFull || !isFull)) return goOn({ ...known, ...pictures });
      await sessions.forgive(mailbox);
      const id = runId(mailbox);
      failuresInARow.delete(id);
      const startedAt = new Date(clock.now()).toISOString();
      const state: RunState = { phase: 'active' };
      await put({ ...mailbox, id, isFull, ...pictures, startedAt, state });
      wakeQuietly();
    },
    pause: (mailbox) => stopWith(mailbox, { phase: 'paused' }),
    cancel: (mailbox) => stopWith(mailbox, { phase: 'cancelled' }),
    async resume(mailbox) {
      for (const run of await listRuns(mailbox)) {
        if (isUnfinished(run) && running?.run.id !== run.id) await goOn(run);
      }
    },
    sessionArrived: wakeQuietly,
    accountReplaced(owner) {
      if (running && isMeant(running.run, owner)) running.abort.abort(new AccountChangedError());
    },
    async permissionsChanged() {
      const source = running && findSource(running.run.service);
      if (source && !(await options.hasPermission(source))) {
        running?.abort.abort(new MailArkError('permission-missing', 'The permission was taken back.'));
      }
      wakeQuietly();
    },
    isRunning: () => running !== undefined,
    findRunning: (service) => (running?.run.service === service ? viewOf(running.run) : undefined),
    list: async (service) => (await listRuns({ service })).map(viewOf),
  };
}
