import { AccountChangedError, MailArkError } from '../errors.ts';
import type { AccountKey, Mailbox, SourceId } from '../mail/mail.ts';
import type { Session, Source } from '../sources/source.ts';
import { createEngine, type EngineOptions } from './engine.ts';
import { nextStep, type Look, type World } from './next-step.ts';
import type { Run, RunState } from './run.ts';
import { isMeant, isUnfinished, runId, type RunView } from './runs.ts';
import { createStoredRuns } from './stored-runs.ts';

/** What the conductor needs of the world around a backup. */
export interface ConductorOptions extends EngineOptions {
  sources: readonly Source[];
  hasPermission(source: Source): Promise<boolean>;
  isOnline(): boolean;
  /** The one engine of this profile: runs `work` while no other runs, or resolves with false at once. */
  withLease(work: () => Promise<void>): Promise<boolean>;
  /** Wakes the worker about then, even after it died; undefined: no more. */
  setAlarm(at: number | undefined): Promise<void>;
}

/** What the user asks for. */
export interface BackupRequest extends Mailbox {
  isFull: boolean;
  /** “Ask again”: only for what failed, waits or is gone. */
  asksAgain?: boolean;
  /** Also those that the setting leaves for later. */
  withPictures?: boolean;
}

/** Decides what runs when: requests, rests, resumptions. One run at a time; what it decides is in the store before it is done. */
export interface Conductor {
  /** Looks for a run that can go on, and goes on with it. Called on every boot, alarm and piece of news. */
  wake(): Promise<void>;
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

/** Nothing runs before the first `wake`. */
export function createConductor(options: ConductorOptions): Conductor {
  const { sources, sessions, clock, onChange } = options;
  const runs = createStoredRuns(options.store, onChange);
  const engine = createEngine(runs, options);
  let waking: Promise<void> | undefined;
  let mustWakeAgain = false;

  const findSource = (service: SourceId) => sources.find((source) => source.service.id === service);

  /** What the run needs to go on; undefined: it cannot, and rests where that is news. */
  async function prepare(run: Run): Promise<{ source: Source; session: Session } | undefined> {
    const source = findSource(run.service);
    if (!source) return undefined;
    let world: World = { now: clock.now() };
    for (;;) {
      const next = nextStep(run, world);
      if (next.step === 'leave') return undefined;
      if (next.step === 'go') return { source, session: next.session };
      if (next.step === 'rest') {
        const known: Run = world.isAllowed ? { ...run, wasAllowed: true } : run;
        return void (await runs.rest(known, next.reason));
      }
      world = { ...world, ...(await look(next.at, run, source)) };
    }
  }

  async function look(at: Look, run: Run, source: Source): Promise<Partial<World>> {
    if (at === 'permission') return { isAllowed: await options.hasPermission(source) };
    if (at === 'network') return { isOnline: options.isOnline() };
    return { signIn: (await sessions.look(run)) ?? whyMissing(run) };
  }

  const whyMissing = ({ service, account }: Mailbox) =>
    account === undefined ? 'signed-out' : sessions.whyMissing({ service, account });

  /** Everything that can go on goes on, one after the other; the rest is left to an alarm. */
  async function runAll(): Promise<void> {
    // Once each: a run that came to rest waits for news or the alarm, not for the next turn of this loop.
    const tried = new Set<Run['id']>();
    for (;;) {
      const underWay = await runs.listUnderWay();
      await options.setAlarm(underWay.length > 0 ? clock.now() + watchMs : undefined);
      let hasRun = false;
      for (const run of underWay) {
        if (tried.has(run.id)) continue;
        const ready = await prepare(run);
        if (!ready) continue;
        tried.add(run.id).add(runId(ready.session));
        hasRun = await options.withLease(() => engine.carryOut(run, ready.source, ready.session));
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

  /** The overview shows problems of the store, so a rejected wake needs no answer of its own. */
  const wakeQuietly = () => void wake().catch(() => onChange());

  async function goOn(run: Run): Promise<void> {
    await sessions.forgetRefusals(run);
    engine.forgetFailures(run.id);
    const { notBefore: _, rests: _rests, ...others } = run;
    await runs.put({ ...others, state: { phase: 'active' } });
    wakeQuietly();
  }

  async function stopWith(mailbox: Mailbox, state: RunState): Promise<void> {
    await engine.stop(mailbox, state);
    for (const run of await runs.list(mailbox)) {
      if (isUnfinished(run) && run.state.phase !== state.phase) await runs.put({ ...run, state });
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
    const underWay = engine.find();
    const isRunning = underWay?.run.id === run.id;
    if (isRunning && underWay.progress) return underWay;
    if (!run.reached || !isUnfinished(run)) return { run, isRunning };
    return { run, isRunning, progress: { ...run.reached, requestsPerSecond: 0, bytesPerSecond: 0 } };
  }

  return {
    wake,
    async start({ isFull, asksAgain, withPictures, ...asked }) {
      if (!findSource(asked.service)) throw new MailArkError('unexpected', 'There is no such service.');
      const underWay = engine.find();
      if (underWay && isMeant(underWay.run, asked)) return;
      const mailbox = nameMailbox(asked);
      const [known] = await runs.list(mailbox);
      const pictures = withPictures ? { withPictures } : {};
      // A window that shows an older state may ask for less than is under way: the larger run goes on.
      const isLarger = known && (known.isFull || !isFull) && (!known.asksAgain || asksAgain === true);
      if (known && isUnfinished(known) && isLarger) return goOn({ ...known, ...pictures });
      await sessions.forgetRefusals(mailbox);
      const id = runId(mailbox);
      engine.forgetFailures(id);
      const startedAt = new Date(clock.now()).toISOString();
      const state: RunState = { phase: 'active' };
      await runs.put({
        ...mailbox,
        id,
        isFull,
        ...(asksAgain ? { asksAgain } : {}),
        ...pictures,
        startedAt,
        state,
      });
      wakeQuietly();
    },
    pause: (mailbox) => stopWith(mailbox, { phase: 'paused' }),
    cancel: (mailbox) => stopWith(mailbox, { phase: 'cancelled' }),
    async resume(mailbox) {
      for (const run of await runs.list(mailbox)) {
        if (isUnfinished(run) && engine.find()?.run.id !== run.id) await goOn(run);
      }
    },
    sessionArrived: wakeQuietly,
    accountReplaced: (owner) => engine.interrupt(owner, new AccountChangedError()),
    async permissionsChanged() {
      const underWay = engine.find()?.run;
      const source = underWay && findSource(underWay.service);
      if (source && !(await options.hasPermission(source)))
        engine.interrupt(underWay, new MailArkError('permission-missing', 'The permission was taken back.'));
      wakeQuietly();
    },
    isRunning: () => engine.find() !== undefined,
    findRunning(service) {
      const underWay = engine.find();
      return underWay?.run.service === service ? viewOf(underWay.run) : undefined;
    },
    list: async (service) => (await runs.list({ service })).map(viewOf),
  };
}
