import { createFetcher } from '../backup/fetcher.ts';
import { createGovernor } from '../backup/governor.ts';
import { paces } from '../backup/pace.ts';
import type { Clock, SessionKeeper, Transport } from '../backup/ports.ts';
import { runBackup, type Backup } from '../backup/run-backup.ts';
import { readSettings, watchSettings } from './settings.ts';

/** One backup, and what in the browser it works with. */
export interface BackupJob extends Required<Omit<Backup, 'fetcher' | 'clock'>> {
  transport: Transport;
  sessions: SessionKeeper;
  clock: Clock;
}

/** Runs one backup at the pace of the settings; a change of the pace works at once. Rejects as `runBackup` does. */
export async function runInBrowser({ transport, sessions, ...job }: BackupJob): Promise<void> {
  const { source, clock } = job;
  let settings = await readSettings();
  const unwatch = watchSettings((changed) => (settings = changed));
  const limits = () => paces[settings.paces[source.id] ?? source.defaultPace];
  try {
    const governor = createGovernor({ clock, limits });
    await runBackup({ ...job, fetcher: createFetcher({ transport, governor, sessions, source, clock }) });
  } finally {
    unwatch();
  }
}
