import { describe, expect, it } from 'vitest';
import type { ConductorOptions } from '../../../lib/backup/conductor.ts';
import type { Run } from '../../../lib/backup/run.ts';
import { aRun, aSession, aWorld, letters, until, untilStopped } from '../../support/conductor-world.ts';

/** A world with two accounts of one service signed in, each in a container of its own. */
const twoAccounts = (change: Partial<ConductorOptions> = {}, runs: Run[] = []) => {
  const made = aWorld(change, runs);
  made.world.sessions = [aSession('letters', 'a1'), aSession('letters', 'b2')];
  return made;
};
const a1 = { service: 'letters', account: 'a1' };
const b2 = { service: 'letters', account: 'b2' };

describe('conductor with two accounts of a service', () => {
  it('backs up one after the other, each with its own session', async () => {
    const jobs: [string | undefined, string][] = [];
    const { conductor, state } = twoAccounts({
      backUp: ({ run, session }) => Promise.resolve(void jobs.push([run.account, session.account])),
    });
    await conductor.start({ ...a1, isFull: false });
    await conductor.start({ ...b2, isFull: false });
    await conductor.wake();
    expect(jobs.sort()).toEqual([
      ['a1', 'a1'],
      ['b2', 'b2'],
    ]);
    expect(state('a1')).toMatchObject({ phase: 'done' });
    expect(state('b2')).toMatchObject({ phase: 'done' });
  });

  it('goes on with one while the other arrives', async () => {
    const { conductor, world, state } = twoAccounts({ backUp: untilStopped });
    world.sessions = [aSession('letters', 'a1')];
    await conductor.start({ ...a1, isFull: false });
    await until(() => world.awake === 1);
    world.sessions.push(aSession('letters', 'b2'));
    conductor.sessionArrived();
    conductor.accountReplaced(b2);
    expect(conductor.isRunning()).toBe(true);
    await conductor.cancel(a1);
    expect(state('a1')).toEqual({ phase: 'cancelled' });
  });

  it('lets one rest that is signed out, and runs the other', async () => {
    const { conductor, world, state } = twoAccounts();
    world.sessions = [aSession('letters', 'b2')];
    await conductor.start({ ...a1, isFull: false });
    await conductor.start({ ...b2, isFull: false });
    await conductor.wake();
    expect(state('a1')).toEqual({ phase: 'waiting', reason: 'account-changed' });
    expect(state('b2')).toMatchObject({ phase: 'done' });
  });

  it('pauses, continues and cancels only the mailbox that is meant', async () => {
    const { conductor, state } = twoAccounts({ backUp: untilStopped }, [
      aRun({ id: 'letters/a1', account: 'a1', state: { phase: 'paused' } }),
      aRun({ id: 'letters/b2', account: 'b2', state: { phase: 'paused' } }),
    ]);
    await conductor.resume(b2);
    await until(() => conductor.findRunning('letters')?.run.account === 'b2');
    expect(state('a1')).toEqual({ phase: 'paused' });
    await conductor.cancel(a1);
    expect(conductor.findRunning('letters')?.run.account).toBe('b2');
    await conductor.pause(b2);
    expect([state('a1'), state('b2')]).toEqual([{ phase: 'cancelled' }, { phase: 'paused' }]);
  });

  it('cancels every mailbox of a service where no account is named', async () => {
    const { conductor, state } = twoAccounts({ backUp: untilStopped }, [
      aRun({ id: 'letters/a1', account: 'a1', state: { phase: 'paused' } }),
      aRun({ id: 'letters/b2', account: 'b2' }),
    ]);
    void conductor.wake();
    await until(() => conductor.isRunning());
    await conductor.cancel(letters);
    expect([state('a1'), state('b2')]).toEqual([{ phase: 'cancelled' }, { phase: 'cancelled' }]);
  });

  it('keeps one run for each mailbox, also where the account was not known at first', async () => {
    const { conductor, world, ids } = aWorld();
    world.sessions = [];
    await conductor.start({ ...letters, isFull: false });
    await conductor.wake();
    expect(ids()).toEqual(['letters']);
    world.sessions = [aSession('letters')];
    await conductor.wake();
    expect(ids()).toEqual(['letters/a1']);
    await conductor.start({ ...letters, isFull: true });
    await conductor.wake();
    expect(ids()).toEqual(['letters/a1']);
  });

  it('leaves no run behind when it is paused while its account becomes known', async () => {
    let pausing: Promise<void> | undefined;
    const { conductor, world, ids, state } = aWorld({
      keepAwake: () => {
        pausing = conductor.pause(letters);
        return () => undefined;
      },
    });
    world.sessions = [];
    await conductor.start({ ...letters, isFull: false });
    await conductor.wake();
    world.sessions = [aSession('letters')];
    await conductor.wake();
    await pausing;
    expect(ids()).toEqual(['letters/a1']);
    expect(state()).toEqual({ phase: 'paused' });
  });

  it('adopts a run that was stored under its service alone', async () => {
    const { conductor, ids, state } = aWorld({}, [aRun({ account: 'a1', mailsBefore: 1 })]);
    await conductor.wake();
    expect(ids()).toEqual(['letters/a1']);
    expect(state()).toMatchObject({ phase: 'done', newMails: 2 });
  });

  it('counts only the new mails of a mailbox that has some', async () => {
    const { conductor, world, state } = aWorld();
    world.saved = 40;
    await conductor.start({ ...a1, isFull: false });
    await conductor.wake();
    expect(state()).toMatchObject({ phase: 'done', newMails: 3 });
  });
});
