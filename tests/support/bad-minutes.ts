import { createEngine } from '../../lib/backup/engine.ts';
import { createFetcher } from '../../lib/backup/fetcher.ts';
import { createKeptGovernors } from '../../lib/backup/kept-governors.ts';
import { paces } from '../../lib/backup/pace.ts';
import { runBackup } from '../../lib/backup/run-backup.ts';
import type { Run, RunState } from '../../lib/backup/run.ts';
import type { Sessions } from '../../lib/backup/session-keeper.ts';
import { createStoredRuns } from '../../lib/backup/stored-runs.ts';
import { aFakeClock, seeded, type FakeClock } from './fake-clock.ts';
import { aMemoryStore, type MemoryStore } from './memory-store.ts';
import {
  aScriptedService,
  aSession,
  lettersSource,
  type Fault,
  type ScriptedService,
  type SeenRequest,
} from './scripted-service.ts';
import { countTried } from './tried.ts';

/** The mailbox of the simulation. */
export const owner = { service: 'letters', account: 'a1' };

/** How a service answers in a bad minute. */
export const badAnswers = {
  '404': () => ({ status: 404, headers: {} }),
  '410': () => ({ status: 410, headers: {} }),
  '403': () => ({ status: 403, headers: {} }),
  '500': () => ({ status: 500, headers: {} }),
  cut: () => ({ headers: { 'content-length': '123456' } }),
  page: ({ kind }) => ({ body: kind === 'detail' ? '<p>An error</p>' : '<html>Busy</html>', headers: {} }),
} as const satisfies Record<string, Fault>;

/** A name of `badAnswers`. */
export type BadAnswer = keyof typeof badAnswers;

/** A period in which the service answers badly to requests of one kind. Times from the start of the simulation. */
export interface BadMinute {
  kind: SeenRequest['kind'];
  answer: BadAnswer;
  fromMs: number;
  lastsMs: number;
  /** The share of the requests that is met, 0 to 1. */
  share: number;
}

/** A service, the store of its backups, and the runs. */
export interface BadMinutesWorld {
  clock: FakeClock;
  store: MemoryStore;
  service: ScriptedService;
  /** Every state a run came to, in order. */
  states: RunState[];
  /** Carries out one run with all its rests; resolves with the run as it ended. */
  backUp(request?: Partial<Run>): Promise<Run>;
}

/** A service with its bad minutes, and an engine that backs it up. `fault` comes on top. */
export function aBadMinutesWorld(options: {
  mails: number;
  minutes?: readonly BadMinute[];
  fault?: Fault;
  seed?: number;
}): BadMinutesWorld {
  const { mails, minutes = [], fault, seed = 1 } = options;
  const random = seeded(seed);
  const clock = aFakeClock({ random });
  const store = aMemoryStore();
  const states: RunState[] = [];
  const service = aScriptedService({
    clock,
    mails,
    latencyMs: () => 5 + random() * 60,
    fault(request) {
      const { kind, elapsed } = request;
      const minute = minutes.find(
        (each) => each.kind === kind && elapsed >= each.fromMs && elapsed < each.fromMs + each.lastsMs,
      );
      if (!minute || random() >= minute.share) return fault?.(request);
      countTried('answers of bad minutes (simulated)');
      return badAnswers[minute.answer](request);
    },
  });
  const governorOf = createKeptGovernors(clock);
  const runs = createStoredRuns(
    () => Promise.resolve(store),
    () => undefined,
  );
  const sessions = { checkPages: () => Promise.resolve('same') } as unknown as Sessions;
  const engine = createEngine(runs, {
    sessions,
    store: () => Promise.resolve(store),
    clock,
    keepAwake: () => () => undefined,
    onChange: () => undefined,
    backUp: (job) =>
      runBackup({
        ...job,
        clock,
        fetcher: createFetcher({
          transport: service.transport,
          governor: governorOf('letters', () => paces.normal),
          sessions: service.sessions,
          source: lettersSource,
          clock,
        }),
      }),
  });
  return {
    clock,
    store,
    service,
    states,
    async backUp(request = {}) {
      const startedAt = new Date(clock.now()).toISOString();
      const asked: Run = { id: 'letters/a1', ...owner, isFull: false, startedAt, state: { phase: 'active' } };
      await runs.put({ ...asked, ...request });
      for (;;) {
        const [run] = await runs.list(owner);
        if (!run) throw new Error('The run was lost.');
        if (run.state.phase !== 'active' && run.state.phase !== 'waiting') return run;
        if (run.notBefore) await clock.run(clock.sleep(Date.parse(run.notBefore) - clock.now()));
        await clock.run(engine.carryOut(run, lettersSource, aSession));
        states.push((await runs.list(owner))[0]!.state);
      }
    },
  };
}
