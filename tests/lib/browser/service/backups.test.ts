import { describe, expect, it } from 'vitest';
import type { BackupStore } from '../../../../lib/backup/ports.ts';
import type { Run } from '../../../../lib/backup/run.ts';
import type { VaultContent } from '../../../../lib/backup/sign-ins.ts';
import type { BackupsWorld } from '../../../../lib/browser/service/backups.ts';
import type { Session } from '../../../../lib/sources/source.ts';
import { izone } from '../../../../lib/sources/registry.ts';
import { aFakeClock } from '../../../support/fake-clock.ts';
import { withBrowser } from '../../../support/with-browser.ts';

const { createBackups } = await withBrowser({}, () => import('../../../../lib/browser/service/backups.ts'));

const session: Session = { service: 'izone', account: 'a1', credentials: { token: 't1' }, client: {} };

/** Backups whose vault answers when the test says so. */
function aProfile() {
  const vault = Promise.withResolvers<VaultContent>();
  const runs = new Map<string, Run>();
  const log: string[] = [];
  const store = {
    listRuns: () => Promise.resolve([...runs.values()]),
    putRun: (run: Run) => Promise.resolve(void runs.set(run.id, run)),
    counts: () => Promise.resolve({ mailsSaved: 0 }),
    retryProblems: () => Promise.resolve(),
  } as unknown as BackupStore;
  const world: BackupsWorld = {
    sources: [izone],
    clock: aFakeClock(),
    hasPermission: () => Promise.resolve(true),
    isOnline: () => true,
    withLease: async (work) => {
      await work();
      return true;
    },
    setAlarm: () => Promise.resolve(),
    pages: {
      read: () => Promise.resolve(void log.push('pages read')).then(() => []),
      call: () => Promise.resolve(undefined),
    },
    vault: { read: () => vault.promise, write: () => Promise.resolve() },
    runBackup: (job) => Promise.resolve(void log.push(`backup of ${job.session.account}`)),
  };
  const backups = createBackups(
    {
      openStore: () => Promise.resolve({ backup: store }),
      keepAwake: () => {
        log.push('awake');
        return () => void log.push('asleep');
      },
      onChange: () => undefined,
    },
    world,
  );
  const restore = () =>
    vault.resolve({
      signIns: [{ service: 'izone', account: 'a1', place: '', session }],
      rejected: [],
    });
  return { backups, restore, vault, log, runs };
}

describe('the backups of a profile', () => {
  it('begin with the session that an earlier background knew, and not before it is back', async () => {
    const { backups, restore, log } = aProfile();
    const started = backups.start({ service: 'izone', isFull: false });
    backups.wake();
    backups.pageLoaded('izone');
    await new Promise((resolve) => setImmediate(resolve));
    expect(log).toEqual([]);
    restore();
    await started;
    await backups.conductor.wake();
    expect(log.filter((line) => line !== 'pages read')).toEqual(['awake', 'backup of a1', 'asleep']);
  });

  it('look for a session in a page that was loaded, and go on', async () => {
    const { backups, restore, log } = aProfile();
    restore();
    await backups.restored;
    backups.pageLoaded('izone');
    await expect.poll(() => log).toContain('pages read');
  });

  it('report that nothing could be restored, instead of failing unseen', async () => {
    const { backups, vault } = aProfile();
    vault.reject(new Error('The browser’s memory cannot be read.'));
    await expect(backups.restored).rejects.toThrow('cannot be read');
    await expect(backups.start({ service: 'izone', isFull: false })).rejects.toThrow('cannot be read');
  });
});
