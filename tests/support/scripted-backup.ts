import { createFetcher } from '../../lib/backup/fetcher.ts';
import { createGovernor } from '../../lib/backup/governor.ts';
import { paces } from '../../lib/backup/pace.ts';
import type { BackupStore } from '../../lib/backup/ports.ts';
import { runBackup, type Backup } from '../../lib/backup/run-backup.ts';
import type { FakeClock } from './fake-clock.ts';
import { aSession, lettersSource, type ScriptedService } from './scripted-service.ts';

/** Backs up the letters service at the fast pace, in a fake clock's time. Rejects as `runBackup` does. */
export function backUpLetters(world: {
  clock: FakeClock;
  service: ScriptedService;
  store: BackupStore;
  run: Backup['run'];
}): Promise<void> {
  const { clock, service, store, run } = world;
  const fetcher = createFetcher({
    transport: service.transport,
    governor: createGovernor({ clock, limits: () => paces.fast }),
    sessions: service.sessions,
    source: lettersSource,
    clock,
  });
  const { signal } = new AbortController();
  return clock.run(
    runBackup({ run, source: lettersSource, session: aSession, fetcher, store, clock, signal }),
  );
}
