import { describe, expect, it } from 'vitest';
import { stopBackupsFirst } from '../../../../lib/browser/shell/stop-backups-first.ts';
import type { MailLibrary } from '../../../../lib/mail/mail-library.ts';

/** A library over one engine, which a backup that runs holds until it is cancelled. */
function aLibrary({ isRunning = false } = {}) {
  const steps: string[] = [];
  let endBackup: () => void = () => undefined;
  let engine = isRunning ? new Promise<void>((resolve) => (endBackup = resolve)) : Promise.resolve();
  const holdLease = (work: () => Promise<void>) => {
    const held = engine.then(async () => {
      steps.push('engine held');
      await work();
      steps.push('engine free');
    });
    engine = held.catch(() => undefined);
    return held;
  };
  const library = stopBackupsFirst(
    {
      deleteMails: ({ kind }) => Promise.resolve(void steps.push(`delete ${kind}`)),
    } as Partial<MailLibrary> as MailLibrary,
    {
      services: ['letters', 'talks'],
      async cancelBackup({ service, account = 'any account' }) {
        steps.push(`cancel ${service} of ${account}`);
        await Promise.resolve();
        endBackup();
        // What is started in another window from here on waits behind the deletion.
        void holdLease(() => Promise.resolve(void steps.push('backup from another window')));
      },
      holdLease,
    },
  );
  return { library, steps };
}

describe('deleting while a backup runs', () => {
  it.each([false, true])('cancels every backup before everything is deleted', async (isRunning) => {
    const { library, steps } = aLibrary({ isRunning });
    await library.deleteMails?.({ kind: 'everything' });
    expect(steps.indexOf('delete everything')).toBeGreaterThan(
      steps.indexOf('cancel letters of any account'),
    );
    expect(steps.indexOf('delete everything')).toBeGreaterThan(steps.indexOf('cancel talks of any account'));
    const another = steps.indexOf('backup from another window');
    expect(another === -1 || another > steps.indexOf('delete everything')).toBe(true);
  });

  it.each([false, true])('cancels the backup of the service whose account is deleted', async (isRunning) => {
    const { library, steps } = aLibrary({ isRunning });
    await library.deleteMails?.({ kind: 'account', service: 'letters', account: 'a1' });
    expect(steps.slice(0, 4)).toEqual([
      'cancel letters of a1',
      'engine held',
      'delete account',
      'engine free',
    ]);
  });

  it('lets a backup run while one sender’s mails are deleted', async () => {
    const { library, steps } = aLibrary();
    await library.deleteMails?.({ kind: 'sender', service: 'letters', account: 'a1', senderId: '1' });
    expect(steps).toEqual(['delete sender']);
  });

  it('deletes nothing when the backup cannot be cancelled', async () => {
    const deleted: string[] = [];
    const library = stopBackupsFirst(
      {
        deleteMails: ({ kind }) => Promise.resolve(void deleted.push(kind)),
      } as Partial<MailLibrary> as MailLibrary,
      {
        services: ['letters'],
        cancelBackup: () => Promise.reject(new Error('The background does not answer.')),
        holdLease: (work) => work(),
      },
    );
    await expect(library.deleteMails?.({ kind: 'everything' })).rejects.toThrow('does not answer');
    expect(deleted).toEqual([]);
  });
});
