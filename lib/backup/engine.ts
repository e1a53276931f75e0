import { AccountChangedError, SignedOutError } from '../errors.ts';
import type { AccountKey, Mailbox } from '../mail/mail.ts';
import type { Session, Source } from '../sources/source.ts';
import { afterRunFailure } from './after-run-failure.ts';
import type { BackupStore, Clock } from './ports.ts';
import type { Counts, Progress } from './reached.ts';
import type { Run, RunState } from './run.ts';
import { isMeant, reachedBy, runId, type RunView } from './runs.ts';
import type { Sessions } from './session-keeper.ts';
import type { StoredRuns } from './stored-runs.ts';

/** What carrying out a run needs of the world. */
export interface EngineOptions {
  sessions: Sessions;
  /** Opens the store, or the one that is open already. */
  store(): Promise<BackupStore>;
  clock: Clock;
  /** Keeps the worker alive until the returned function is called. */
  keepAwake(): () => void;
  /** The backup itself: resolves when everything is saved or listed as failed. */
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

/** Carries out one run at a time, and writes how it ended. */
export interface Engine {
  /** Never rejects for a failure of the backup: the run then rests or has failed. */
  carryOut(run: Run, source: Source, session: Session): Promise<void>;
  /** The run under way. */
  find(): RunView | undefined;
  /** Stops the run under way, if it is meant, and resolves once its last state is written. */
  stop(mailbox: Mailbox, state: RunState): Promise<void>;
  /** The run under way, if it is meant, cannot go on. */
  interrupt(mailbox: Mailbox, reason: Error): void;
  /** The next failure of the run counts as its first. */
  forgetFailures(id: Run['id']): void;
}

/** How often a running backup looks whether the web client still shows the same account. */
const pageCheckMs = 4_000;

/** The user's Pause or Cancel, as the reason of an abort. */
class StoppedError extends Error {
  readonly state: RunState;
  constructor(state: RunState) {
    super('Stopped by the user.');
    this.state = state;
  }
}

interface Current {
  run: Run;
  abort: AbortController;
  progress?: Progress;
  ended: Promise<void>;
}

/** Whether something came: a report of progress alone says nothing, since each try begins with one. */
const hasMore = (now: Counts, before: Counts): boolean =>
  (['mailsListed', 'mailsSaved', 'assetsSaved'] as const).some((count) => now[count] > before[count]);

/** An engine in which nothing runs. It works on the runs of the store. */
export function createEngine(runs: StoredRuns, options: EngineOptions): Engine {
  const { sessions, clock, onChange } = options;
  let current: Current | undefined;
  const failuresOf = new Map<Run['id'], number>();

  /** Interrupts the run when open pages show a sign-out or another account, until the returned function is called. */
  function watchPages(owner: AccountKey, abort: AbortController): () => void {
    const checking = setInterval(() => {
      void sessions.checkPages(owner).then((news) => {
        if (news === 'signed-out') abort.abort(new SignedOutError());
        if (news === 'account-changed') abort.abort(new AccountChangedError());
      });
    }, pageCheckMs);
    return () => clearInterval(checking);
  }

  async function finish(run: Run, owner: AccountKey, how: { isIncomplete?: true } = {}): Promise<void> {
    const { mailsSaved } = await (await options.store()).counts(owner);
    const newMails = Math.max(0, mailsSaved - (run.mailsBefore ?? 0));
    const finishedAt = new Date(clock.now()).toISOString();
    return runs.put({ ...run, state: { phase: 'done', newMails, finishedAt, ...how } });
  }

  async function conclude(run: Run, owner: AccountKey, error: unknown): Promise<void> {
    if (error instanceof StoppedError) return runs.put({ ...run, state: error.state });
    const known = { now: clock.now(), failures: failuresOf.get(run.id) ?? 0, rests: run.rests };
    const { outcome, failures, rests } = afterRunFailure(error, known);
    failuresOf.set(run.id, failures);
    if (outcome.step === 'fail') return runs.put({ ...run, state: { phase: 'failed', code: outcome.code } });
    if (outcome.step === 'leave') return finish(run, owner, { isIncomplete: true });
    return runs.rest({ ...run, ...(rests ? { rests } : {}) }, outcome.reason, outcome.untilMs);
  }

  async function carryOut(run: Run, source: Source, session: Session): Promise<void> {
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
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const own: Current = { run: started, abort, ended };
    current = own;
    const release = options.keepAwake();
    const unwatch = watchPages(owner, abort);
    try {
      // Pause and Cancel may have been written while this run was being prepared; from here on they reach `abort`.
      if (!(await runs.isStillWanted(run))) return;
      if (started.mailsBefore === undefined)
        await store.retryProblems(owner, run.isFull || run.asksAgain === true);
      const before = await store.counts(owner);
      started.mailsBefore ??= before.mailsSaved;
      abort.signal.throwIfAborted();
      await runs.put({ ...started, id: storedId });
      storedId = id;
      await options.backUp({
        run: started,
        source,
        session,
        store,
        signal: abort.signal,
        onProgress(progress) {
          own.progress = progress;
          if (hasMore(progress.counts, before)) failuresOf.delete(id);
          onChange();
        },
      });
      await finish(started, owner);
    } catch (error) {
      const reached = own.progress ? { reached: reachedBy(own.progress) } : {};
      await conclude(
        { ...started, ...reached, id: storedId },
        owner,
        abort.signal.aborted ? (abort.signal.reason as unknown) : error,
      );
    } finally {
      unwatch();
      release();
      current = undefined;
      end();
      onChange();
    }
  }

  const findMeant = (mailbox: Mailbox) => (current && isMeant(current.run, mailbox) ? current : undefined);

  return {
    carryOut,
    find: () =>
      current && {
        run: current.run,
        isRunning: true,
        ...(current.progress ? { progress: current.progress } : {}),
      },
    async stop(mailbox, state) {
      const meant = findMeant(mailbox);
      meant?.abort.abort(new StoppedError(state));
      await meant?.ended;
    },
    interrupt: (mailbox, reason) => findMeant(mailbox)?.abort.abort(reason),
    forgetFailures: (id) => void failuresOf.delete(id),
  };
}
