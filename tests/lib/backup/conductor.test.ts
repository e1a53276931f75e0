import { describe, expect, it } from 'vitest';
import { createConductor, type ConductorOptions } from '../../../lib/backup/conductor.ts';
import type { BackupStore, Progress, Run } from '../../../lib/backup/ports.ts';
import type { Sessions } from '../../../lib/backup/session-keeper.ts';
import {
  AccountChangedError,
  LongWaitError,
  MailArkError,
  SignedOutError,
  StorageFullError,
} from '../../../lib/errors.ts';
import type { Session, Source } from '../../../lib/sources/source.ts';

const start = Date.parse('2026-01-01T00:00:00.000Z');

const aSource = (id: string) => ({ id, name: id, hosts: [] }) as unknown as Source;
const aSession = (service: string, account = 'a1'): Session => ({
  service,
  account,
  credentials: { token: account },
  client: {},
});
const aRun = (change: Partial<Run> = {}): Run => ({
  id: 'letters',
  service: 'letters',
  isFull: false,
  startedAt: '2026-01-01T00:00:00.000Z',
  state: { phase: 'active' },
  mailsBefore: 0,
  ...change,
});

/** As a run that stands still tells it. */
const aProgress: Progress = {
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
function aWorld(change: Partial<ConductorOptions> = {}, runs: Run[] = []) {
  const stored = new Map(runs.map((run) => [run.service, run]));
  const world = {
    now: start,
    session: aSession('letters') as Session | undefined,
    saved: 0,
    pageNews: 'same' as Awaited<ReturnType<Sessions['checkPages']>>,
    retried: 0,
    forgiven: 0,
    alarm: undefined as number | undefined,
    awake: 0,
    backUps: 0,
  };
  const store = {
    listRuns: () => Promise.resolve([...stored.values()]),
    putRun: (run: Run) => Promise.resolve(void stored.set(run.service, structuredClone(run))),
    counts: () => Promise.resolve({ mailsSaved: world.saved }),
    retryProblems: () => Promise.resolve(void (world.retried += 1)),
  } as unknown as BackupStore;
  const sessions = {
    look: () => Promise.resolve(world.session),
    forgive: () => Promise.resolve(void (world.forgiven += 1)),
    checkPages: () => Promise.resolve(world.pageNews),
  } as unknown as Sessions;
  const options: ConductorOptions = {
    sources: [aSource('letters'), aSource('talks')],
    sessions,
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
  return {
    world,
    conductor: createConductor(options),
    state: () => stored.get('letters')?.state,
    run: () => stored.get('letters'),
  };
}

/** A backup that runs until it is stopped. */
const untilStopped: ConductorOptions['backUp'] = ({ signal }) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

describe('conductor', () => {
  it('backs up at once when everything is there, and tells how many mails are new', async () => {
    const { conductor, state, run, world } = aWorld();
    await conductor.start({ service: 'letters', isFull: false });
    await conductor.wake();
    expect(state()).toEqual({ phase: 'done', newMails: 3, finishedAt: '2026-01-01T00:00:00.000Z' });
    expect(run()?.account).toBe('a1');
    expect(world.awake).toBe(0);
    expect(world.alarm).toBeUndefined();
  });

  it('keeps the wish until somebody is signed in, then goes on by itself', async () => {
    const { conductor, state, world } = aWorld();
    world.session = undefined;
    await conductor.start({ service: 'letters', isFull: false });
    await conductor.wake();
    expect(state()).toEqual({ phase: 'waiting', reason: 'signed-out' });
    expect(world.alarm).toBe(start + 30_000);
    world.session = aSession('letters');
    conductor.sessionArrived(world.session);
    await conductor.wake();
    expect(state()).toMatchObject({ phase: 'done' });
  });

  it('does not touch the network without permission', async () => {
    let isPermitted = false;
    const { conductor, state, world } = aWorld({ hasPermission: () => Promise.resolve(isPermitted) });
    await conductor.start({ service: 'letters', isFull: false });
    await conductor.wake();
    expect(state()).toEqual({ phase: 'waiting', reason: 'permission-missing' });
    expect(world.backUps).toBe(0);
    isPermitted = true;
    await conductor.permissionsChanged();
    await conductor.wake();
    expect(world.backUps).toBe(1);
  });

  it('never goes on with the mailbox of one account in the session of another', async () => {
    const { conductor, state, world } = aWorld({}, [aRun({ account: 'a1' })]);
    world.session = aSession('letters', 'b2');
    await conductor.wake();
    expect(state()).toEqual({ phase: 'waiting', reason: 'account-changed' });
    expect(world.backUps).toBe(0);
  });

  it('stops a running backup when the web client is switched to another account', async () => {
    const { conductor, state, world } = aWorld({ backUp: untilStopped });
    await conductor.start({ service: 'letters', isFull: false });
    await until(() => world.awake === 1);
    world.session = aSession('letters', 'b2');
    conductor.sessionArrived(world.session);
    await conductor.wake();
    expect(state()).toEqual({ phase: 'waiting', reason: 'account-changed' });
  });

  it('remembers with a run at rest how far it was', async () => {
    const { conductor } = aWorld({
      backUp: (job) => {
        job.onProgress({ ...aProgress, requestsPerSecond: 12, msLeft: 60_000 });
        return untilStopped(job);
      },
    });
    await conductor.start({ service: 'letters', isFull: false });
    await until(() => conductor.isRunning());
    await conductor.pause('letters');
    const view = await conductor.view('letters');
    expect(view?.run.reached).toEqual({
      stage: 'mails',
      counts: aProgress.counts,
      isTotalKnown: true,
      share: 0.4,
    });
    expect(view?.progress).toEqual(aProgress);
    await conductor.cancel('letters');
    expect((await conductor.view('letters'))?.progress).toBeUndefined();
  });

  it('keeps a pause over everything but the person’s own Continue', async () => {
    const { conductor, state, world } = aWorld({ backUp: untilStopped });
    await conductor.start({ service: 'letters', isFull: false });
    await until(() => world.awake === 1);
    await conductor.pause('letters');
    expect(state()).toEqual({ phase: 'paused' });
    await conductor.wake();
    conductor.sessionArrived(aSession('letters'));
    await conductor.wake();
    expect(state()).toEqual({ phase: 'paused' });
    await conductor.resume('letters');
    await until(() => world.awake === 1);
    expect(state()).toEqual({ phase: 'active' });
    await conductor.cancel('letters');
    expect(state()).toEqual({ phase: 'cancelled' });
  });

  it('remembers with the run that the pictures are wanted, and forgets it with the next', async () => {
    const wishes: (boolean | undefined)[] = [];
    const { conductor, run } = aWorld({
      backUp: ({ run: started }) => Promise.resolve(void wishes.push(started.withPictures)),
    });
    await conductor.start({ service: 'letters', isFull: false, withPictures: true });
    await conductor.wake();
    expect(run()?.withPictures).toBe(true);
    await conductor.start({ service: 'letters', isFull: false });
    await conductor.wake();
    expect(wishes).toEqual([true, undefined]);
  });

  it('adds the pictures to a run that had not ended', async () => {
    const { conductor, run } = aWorld({}, [aRun({ account: 'a1', state: { phase: 'paused' } })]);
    await conductor.start({ service: 'letters', isFull: false, withPictures: true });
    await conductor.wake();
    expect(run()).toMatchObject({ withPictures: true, state: { phase: 'done' } });
  });

  it('says whether a backup is under way', async () => {
    const { conductor, world } = aWorld({ backUp: untilStopped });
    expect(conductor.isRunning()).toBe(false);
    await conductor.start({ service: 'letters', isFull: false });
    await until(() => world.awake === 1);
    expect(conductor.isRunning()).toBe(true);
    await conductor.pause('letters');
    expect(conductor.isRunning()).toBe(false);
  });

  it('goes on with a run that a dead worker left behind', async () => {
    const { conductor, state } = aWorld({}, [aRun({ account: 'a1', mailsBefore: 1 })]);
    await conductor.wake();
    expect(state()).toMatchObject({ phase: 'done', newMails: 2 });
  });

  it('runs one backup at a time', async () => {
    let atOnce = 0;
    let most = 0;
    const { conductor } = aWorld({
      backUp: async () => {
        most = Math.max(most, (atOnce += 1));
        await new Promise((resolve) => setTimeout(resolve, 5));
        atOnce -= 1;
      },
    });
    await conductor.start({ service: 'letters', isFull: false });
    await conductor.start({ service: 'talks', isFull: false });
    await conductor.wake();
    expect(most).toBe(1);
  });

  it.each([
    [new SignedOutError(), 'signed-out'],
    [new AccountChangedError(), 'account-changed'],
    [new MailArkError('permission-missing', ''), 'permission-missing'],
    [new MailArkError('offline', ''), 'offline'],
  ])('rests without an end of its own after %o', async (error, reason) => {
    const { conductor, state } = aWorld({ backUp: () => Promise.reject(error) }, [aRun()]);
    let calls = 0;
    await Promise.race([conductor.wake(), until(() => (calls += 1) > 50)]);
    expect(state()).toMatchObject({ phase: 'waiting', reason });
  });

  it('writes a long wait down and sends nothing before', async () => {
    let backUps = 0;
    const { conductor, state, run, world } = aWorld({
      backUp: () => {
        backUps += 1;
        return Promise.reject(new LongWaitError(start + 120_000));
      },
    });
    await conductor.start({ service: 'letters', isFull: false });
    await conductor.wake();
    await conductor.wake();
    expect(backUps).toBe(1);
    expect(state()).toEqual({ phase: 'waiting', reason: 'asked-to-wait', until: '2026-01-01T00:02:00.000Z' });
    expect(run()?.notBefore).toBe('2026-01-01T00:02:00.000Z');
    world.now = start + 120_001;
    await conductor.wake();
    expect(backUps).toBe(2);
  });

  it('does not rest for a day because the clock was set back by one', async () => {
    const { conductor, state } = aWorld({}, [
      aRun({
        notBefore: '2026-01-02T00:02:00.000Z',
        state: { phase: 'waiting', reason: 'asked-to-wait', until: '2026-01-02T00:02:00.000Z' },
      }),
    ]);
    await conductor.wake();
    expect(state()).toMatchObject({ phase: 'done' });
  });

  it('tries again later, and later still, when the device is full', async () => {
    const { conductor, run, world } = aWorld({ backUp: () => Promise.reject(new StorageFullError()) }, [
      aRun(),
    ]);
    await conductor.wake();
    expect(run()?.notBefore).toBe('2026-01-01T00:00:30.000Z');
    world.now = Date.parse('2026-01-01T00:00:31.000Z');
    await conductor.wake();
    expect(run()?.notBefore).toBe('2026-01-01T00:01:31.000Z');
  });

  it('says what failed when there is nothing to wait for', async () => {
    const { conductor, state } = aWorld({ backUp: () => Promise.reject(new MailArkError('forbidden', '')) }, [
      aRun(),
    ]);
    await conductor.wake();
    expect(state()).toEqual({ phase: 'failed', code: 'forbidden' });
  });
});

async function until(isTrue: () => boolean): Promise<void> {
  for (let turn = 0; turn < 200 && !isTrue(); turn += 1)
    await new Promise((resolve) => setTimeout(resolve, 1));
}
