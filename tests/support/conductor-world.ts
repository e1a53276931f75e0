import { createConductor, type ConductorOptions } from '../../lib/backup/conductor.ts';
import type { BackupStore } from '../../lib/backup/ports.ts';
import type { Progress } from '../../lib/backup/reached.ts';
import type { Run } from '../../lib/backup/run.ts';
import type { Sessions } from '../../lib/backup/session-keeper.ts';
import type { Session, Source } from '../../lib/sources/source.ts';
import { lettersSource } from './scripted-service.ts';

/** When every world begins. */
export const start = Date.parse('2026-01-01T00:00:00.000Z');

/** The mailbox of the account that is signed in. */
export const letters = { service: 'letters' };
const aSource = (id: string): Source => ({
  ...lettersSource,
  service: { ...lettersSource.service, id },
});
/** A session of the account. */
export const aSession = (service: string, account = 'a1'): Session => ({
  service,
  account,
  credentials: { token: account },
  client: {},
});
/** A run of Letters that is under way. */
export const aRun = (change: Partial<Run> = {}): Run => ({
  id: 'letters',
  service: 'letters',
  isFull: false,
  startedAt: '2026-01-01T00:00:00.000Z',
  state: { phase: 'active' },
  mailsBefore: 0,
  ...change,
});

/** As a run at rest reports it. */
export const aProgress: Progress = {
  stage: 'mails',
  counts: {
    mailsListed: 10,
    mailsSaved: 4,
    mailsFailed: 0,
    assetsWanted: 0,
    assetsSaved: 0,
    assetsFailed: 0,
    sizeBytes: 0,
  },
  isTotalKnown: true,
  share: 0.4,
  requestsPerSecond: 0,
  bytesPerSecond: 0,
};

/** A world in which the test says what a backup does, who is signed in and what is permitted. */
export function aWorld(change: Partial<ConductorOptions> = {}, runs: Run[] = []) {
  const stored = new Map(runs.map((run) => [run.id, run]));
  const world = {
    now: start,
    /** Of every account that is signed in. */
    sessions: [aSession('letters'), aSession('talks')],
    saved: 0,
    pageNews: 'same' as Awaited<ReturnType<Sessions['checkPages']>>,
    retried: 0,
    forgotten: 0,
    alarm: undefined as number | undefined,
    awake: 0,
    backUps: 0,
  };
  const store = {
    listRuns: () => Promise.resolve([...stored.values()]),
    putRun: (run: Run, instead?: string) => {
      if (instead !== undefined) stored.delete(instead);
      return Promise.resolve(void stored.set(run.id, structuredClone(run)));
    },
    counts: () => Promise.resolve({ mailsSaved: world.saved }),
    retryProblems: () => Promise.resolve(void (world.retried += 1)),
  } as unknown as BackupStore;
  const ofService = (service: string) => world.sessions.filter((session) => session.service === service);
  const sessions: Partial<Sessions> = {
    look: ({ service, account }) =>
      Promise.resolve(ofService(service).find((each) => account === undefined || each.account === account)),
    list: (service) => ofService(service).map((session) => ({ ...session, place: session.account, session })),
    whyMissing: ({ service }) => (ofService(service).length > 0 ? 'account-changed' : 'signed-out'),
    forgetRefusals: () => Promise.resolve(void (world.forgotten += 1)),
    checkPages: () => Promise.resolve(world.pageNews),
  };
  const options: ConductorOptions = {
    sources: [aSource('letters'), aSource('talks')],
    sessions: sessions as Sessions,
    store: () => Promise.resolve(store),
    clock: {
      now: () => world.now,
      elapsed: () => world.now,
      sleep: () => Promise.resolve(),
      random: () => 0.5,
    },
    hasPermission: () => Promise.resolve(true),
    isOnline: () => true,
    withLease: async (work) => {
      await work();
      return true;
    },
    keepAwake: () => {
      world.awake += 1;
      return () => (world.awake -= 1);
    },
    setAlarm: (at) => Promise.resolve(void (world.alarm = at)),
    backUp: () => {
      world.backUps += 1;
      world.saved += 3;
      return Promise.resolve();
    },
    onChange: () => undefined,
    ...change,
  };
  const runOf = (account?: string) =>
    [...stored.values()].find(
      (run) => run.service === 'letters' && (account === undefined || run.account === account),
    );
  return {
    world,
    conductor: createConductor(options),
    state: (account?: string) => runOf(account)?.state,
    run: () => runOf(),
    ids: () => [...stored.keys()].sort(),
    forget: () => stored.clear(),
  };
}

/** A backup that runs until it is stopped. */
export const untilStopped: ConductorOptions['backUp'] = ({ signal }) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

/** Gives the event loop its turns until something is so. */
export async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 1));
}
