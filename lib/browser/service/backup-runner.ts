import { createFetcher } from '../../backup/fetcher.ts';
import { createKeptGovernors } from '../../backup/kept-governors.ts';
import { paces } from '../../backup/pace.ts';
import type { Clock, SessionKeeper, Transport } from '../../backup/ports.ts';
import type { Run } from '../../backup/run.ts';
import { runBackup, type Backup } from '../../backup/run-backup.ts';
import { clock as realClock } from './clock.ts';
import { readUsableBytes } from '../mail-store/database/reserve.ts';
import { createRoomWatch } from '../mail-store/database/room.ts';
import { readSettings, watchSettings } from '../shell/settings.ts';

const governorOf = createKeptGovernors(realClock);

/** One backup, and what in the browser it works with. */
export interface BackupJob extends Required<Omit<Backup, 'fetcher' | 'clock' | 'isTextOnly' | 'run'>> {
  run: Run;
  transport: Transport;
  sessions: SessionKeeper;
  clock: Clock;
}

/**
 * Runs one backup at the pace of the settings, with or without pictures as they say; a change of the pace works at once.
 * Rejects as `runBackup` does.
 */
export async function runInBrowser({ transport, sessions, ...job }: BackupJob): Promise<void> {
  const { source, clock } = job;
  let settings = await readSettings();
  const unwatch = watchSettings((changed) => (settings = changed));
  const isTextOnly = settings.picturesLater[source.service.id] === true && job.run.withPictures !== true;
  const room = createRoomWatch(clock, readUsableBytes);
  const limits = () => paces[settings.paces[source.service.id] ?? source.defaultPace];
  try {
    const governor = governorOf(source.service.id, limits);
    await runBackup({
      ...job,
      isTextOnly,
      fetcher: createFetcher({ transport, governor, sessions, source, clock }),
      onProgress(progress) {
        const freeBytes = room.freeBytes();
        job.onProgress({ ...progress, ...(freeBytes === undefined ? {} : { freeBytes }) });
      },
    });
  } finally {
    unwatch();
  }
}
