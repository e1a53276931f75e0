import { describe, expect, it } from 'vitest';
import {
  AccountChangedError,
  LongWaitError,
  MailArkError,
  SignedOutError,
  StorageFullError,
} from '../../../lib/errors.ts';
import {
  aProgress,
  aRun,
  aSession,
  aWorld,
  letters,
  start,
  until,
  untilStopped,
} from '../../support/conductor-world.ts';

describe('conductor', () => {
  it('backs up at once when everything is there, and counts the new mails', async () => {
    const { conductor, state, run, world } = aWorld();
    await conductor.start({ service: 'letters', isFull: false });
    await conductor.wake();
    expect(state()).toEqual({ phase: 'done', newMails: 3, finishedAt: '2026-01-01T00:00:00.000Z' });
    expect(run()?.account).toBe('a1');
    expect(world.awake).toBe(0);
    expect(world.alarm).toBeUndefined();
  });

  it('keeps the request until an account is signed in, then goes on by itself', async () => {
    const { conductor, state, world } = aWorld();
    world.sessions = [];
    await conductor.start({ service: 'letters', isFull: false });
    await conductor.wake();
    expect(state()).toEqual({ phase: 'waiting', reason: 'signed-out' });
    expect(world.alarm).toBe(start + 30_000);
    world.sessions = [aSession('letters')];
    conductor.sessionArrived();
    await conductor.wake();
    expect(state()).toMatchObject({ phase: 'done' });
  });

  it('does not touch the network without permission', async () => {
    let isPermitted = false;
    const { conductor, state, world } = aWorld({ hasPermission: () => Promise.resolve(isPermitted) });
    await conductor.start({ service: 'letters', isFull: false });
    await conductor.wake();
    expect(state()).toEqual({ phase: 'waiting', reason: 'not-allowed-yet' });
    expect(world.backUps).toBe(0);
    isPermitted = true;
    await conductor.permissionsChanged();
    await conductor.wake();
    expect(world.backUps).toBe(1);
  });

  it.each([
    ['to be signed in', true],
    ['for the network', false],
  ])('says that the permission was taken away when the run that waits %s had it', async (_, isOnline) => {
    let isPermitted = true;
    const { conductor, state, world } = aWorld({
      hasPermission: () => Promise.resolve(isPermitted),
      isOnline: () => isOnline,
    });
    world.sessions = [];
    await conductor.start({ service: 'letters', isFull: false });
    await conductor.wake();
    isPermitted = false;
    await conductor.permissionsChanged();
    await conductor.wake();
    expect(state()).toEqual({ phase: 'waiting', reason: 'permission-missing' });
  });

  it('says that the permission was taken away when it goes during the run', async () => {
    let isPermitted = true;
    const { conductor, state, world } = aWorld({
      hasPermission: () => Promise.resolve(isPermitted),
      backUp: untilStopped,
    });
    await conductor.start({ service: 'letters', isFull: false });
    await until(() => world.awake === 1);
    isPermitted = false;
    await conductor.permissionsChanged();
    await until(() => world.awake === 0);
    expect(state()).toEqual({ phase: 'waiting', reason: 'permission-missing' });
    await conductor.wake();
    expect(state()).toEqual({ phase: 'waiting', reason: 'permission-missing' });
  });

  it('writes no rest of a run whose mailbox was deleted while it was prepared', async () => {
    let looks = 0;
    const { conductor, state, forget } = aWorld({
      isOnline: () => {
        if ((looks += 1) === 1) forget();
        return false;
      },
    });
    await conductor.start({ service: 'letters', isFull: false });
    await conductor.wake();
    expect(looks).toBe(1);
    expect(state()).toBeUndefined();
  });

  it('writes no rest over a cancel that came while the run was prepared', async () => {
    let looks = 0;
    const { conductor, state } = aWorld({
      hasPermission: async () => {
        if ((looks += 1) === 1) await conductor.cancel(letters);
        return false;
      },
    });
    await conductor.start({ service: 'letters', isFull: false });
    await conductor.wake();
    expect(state()).toEqual({ phase: 'cancelled' });
  });

  it.each([
    ['is being carried out', 'active'],
    ['is paused', 'paused'],
    ['waits', 'waiting'],
  ] as const)('keeps a full check that %s when an older window asks for a backup', async (_, phase) => {
    const before = {
      active: { phase: 'active' },
      paused: { phase: 'paused' },
      waiting: { phase: 'waiting', reason: 'signed-out' },
    } as const;
    const { conductor, run } = aWorld({}, [aRun({ isFull: true, account: 'a1', state: before[phase] })]);
    await conductor.start({ service: 'letters', isFull: false });
    await conductor.wake();
    expect(run()).toMatchObject({ isFull: true, account: 'a1', state: { phase: 'done' } });
  });

  it.each(['start', 'resume'] as const)('is not stopped when an older window asks to %s it', async (ask) => {
    const { conductor, state, world } = aWorld({ backUp: untilStopped });
    await conductor.start({ service: 'letters', isFull: false });
    await until(() => world.awake === 1);
    for (const isFull of [false, true])
      await (ask === 'start' ? conductor.start({ service: 'letters', isFull }) : conductor.resume(letters));
    expect([state()?.phase, conductor.isRunning()]).toEqual(['active', true]);
    await conductor.cancel(letters);
  });

  it.each(['pause', 'cancel', 'resume'] as const)(
    'leaves an ended run as it is when an older window asks to %s it',
    async (ask) => {
      const { conductor, state } = aWorld();
      await conductor.start({ service: 'letters', isFull: false });
      await conductor.wake();
      await conductor[ask](letters);
      await conductor.wake();
      expect(state()).toMatchObject({ phase: 'done' });
    },
  );

  it('never goes on with the mailbox of one account in the session of another', async () => {
    const { conductor, state, world } = aWorld({}, [aRun({ account: 'a1' })]);
    world.sessions = [aSession('letters', 'b2')];
    await conductor.wake();
    expect(state()).toEqual({ phase: 'waiting', reason: 'account-changed' });
    expect(world.backUps).toBe(0);
  });

  it('stops a running backup when the web client is switched to another account', async () => {
    const { conductor, state, world } = aWorld({ backUp: untilStopped });
    await conductor.start({ service: 'letters', isFull: false });
    await until(() => world.awake === 1);
    world.sessions = [aSession('letters', 'b2')];
    conductor.accountReplaced({ service: 'letters', account: 'a1' });
    conductor.sessionArrived();
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
    await conductor.pause(letters);
    const [view] = await conductor.list('letters');
    expect(view?.run.reached).toEqual({
      stage: 'mails',
      counts: aProgress.counts,
      isTotalKnown: true,
      share: 0.4,
    });
    expect(view?.progress).toEqual(aProgress);
    await conductor.cancel(letters);
    expect((await conductor.list('letters'))[0]?.progress).toBeUndefined();
  });

  it('keeps a pause over everything but the user’s own Continue', async () => {
    const { conductor, state, world } = aWorld({ backUp: untilStopped });
    await conductor.start({ service: 'letters', isFull: false });
    await until(() => world.awake === 1);
    await conductor.pause(letters);
    expect(state()).toEqual({ phase: 'paused' });
    await conductor.wake();
    conductor.sessionArrived();
    await conductor.wake();
    expect(state()).toEqual({ phase: 'paused' });
    await conductor.resume(letters);
    await until(() => world.awake === 1);
    expect(state()).toEqual({ phase: 'active' });
    await conductor.cancel(letters);
    expect(state()).toEqual({ phase: 'cancelled' });
  });

  it('asks again for what is missing only where no larger run has not ended', async () => {
    const { conductor, run } = aWorld({}, [aRun({ account: 'a1', state: { phase: 'paused' } })]);
    await conductor.start({ service: 'letters', isFull: false, asksAgain: true });
    expect(run()?.asksAgain).toBeUndefined();
    const asking = aRun({ id: 'letters/a1', account: 'a1', asksAgain: true, state: { phase: 'paused' } });
    const other = aWorld({}, [asking]);
    await other.conductor.start({ service: 'letters', isFull: false });
    expect(other.run()?.asksAgain).toBeUndefined();
  });

  it('remembers with the run that the pictures are wanted, and forgets it with the next', async () => {
    const asked: (boolean | undefined)[] = [];
    const { conductor, run } = aWorld({
      backUp: ({ run: started }) => Promise.resolve(void asked.push(started.withPictures)),
    });
    await conductor.start({ service: 'letters', isFull: false, withPictures: true });
    await conductor.wake();
    expect(run()?.withPictures).toBe(true);
    await conductor.start({ service: 'letters', isFull: false });
    await conductor.wake();
    expect(asked).toEqual([true, undefined]);
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
    await conductor.pause(letters);
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
