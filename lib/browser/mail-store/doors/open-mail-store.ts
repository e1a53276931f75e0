import type { ArchiveContent, ArchiveMail } from '../../../formats/content.ts';
import type { BackupStore } from '../../../backup/ports.ts';
import type { ImportStore } from '../../../import/import-store.ts';
import type { MailLibrary, SanitizeBody } from '../../../mail/mail-library.ts';
import type { AccountKey, SourceId } from '../../../mail/mail.ts';
import { serviceUtcOffsetMinutes } from '../../../mail/clock.ts';
import type { MailboxFacts } from '../../../mail/report.ts';
import { findService } from '../../../sources/services.ts';
import { createBackupStore } from './backup-store.ts';
import { marksChannelName, openChanges } from '../database/changes.ts';
import { createCheckStore, type CheckStore } from './check-door.ts';
import { withCleanBodies } from '../transactions/clean-bodies.ts';
import { markUnreadable } from '../transactions/deletion.ts';
import { createExportLog, type ExportLog } from './export-log.ts';
import { createExportReader, type DatedService } from './export-reader.ts';
import { createImportStore } from './import-store.ts';
import { createMailLibrary } from './mail-library.ts';
import { createMarkLibrary } from './mark-library.ts';
import { openConnection, type OpenOptions } from '../database/open.ts';
import { createReserve, noReserve, type Reserve } from '../database/reserve.ts';
import { createThumbnailStore, type ThumbnailStore } from './thumbnail-store.ts';
import { readMailboxFacts } from './report-reader.ts';
import { readSentinel } from './usage.ts';

/** All doors to the one database of mails. */
export interface MailStore {
  backup: BackupStore;
  library: MailLibrary;
  exportReader: ArchiveContent;
  thumbnails: ThumbnailStore;
  exportLog: ExportLog;
  /** Gives each mail its cleaned body, kept from one export to the next while `version` stays. */
  withCleanBodies(
    mails: AsyncIterable<ArchiveMail>,
    sanitize: SanitizeBody,
    version: number,
  ): AsyncIterable<ArchiveMail>;
  imports: ImportStore;
  checks: CheckStore;
  /** What the report is made of, besides the rows. */
  readMailboxFacts(): Promise<MailboxFacts[]>;
  /** Gives up bytes that cannot be read, so that the next backup fetches them again. */
  markUnreadable(owner: AccountKey, assetKey: string): Promise<void>;
  /** How many mails the database believes to hold: 0 where a note kept elsewhere says otherwise means it was emptied. */
  readSentinel(): Promise<number>;
  close(): void;
}

export interface MailStoreOptions extends OpenOptions {
  /** What to call a service, and the zone of its dates. */
  factsOf?: (service: SourceId) => DatedService;
  now?: () => Date;
  /** The room left alone; as the browser needs it unless told. */
  reserve?: Reserve;
}

/** A star has to follow its click at once. */
const marksQuietMs = 30;

function factsOfService(service: SourceId): DatedService {
  return findService(service) ?? { name: service, utcOffsetMinutes: serviceUtcOffsetMinutes };
}

/** Opens the database, new or old. Rejects with `storage-newer`, `storage-older`, `storage-full` or `storage-broken`. */
export async function openMailStore(options: MailStoreOptions = {}): Promise<MailStore> {
  const { factsOf = factsOfService, now = () => new Date() } = options;
  const { reserve = import.meta.env.FIREFOX ? noReserve : createReserve() } = options;
  const connection = await openConnection(options);
  const changes = openChanges();
  const markChanges = openChanges(marksChannelName, marksQuietMs);
  const offsetOf = (service: SourceId) => factsOf(service).utcOffsetMinutes;
  const marks = createMarkLibrary(connection, markChanges);
  return {
    backup: createBackupStore({ connection, changes, reserve, offsetOf, now }),
    library: createMailLibrary(connection, changes, marks, (service) => factsOf(service).name),
    exportReader: createExportReader(connection, factsOf),
    thumbnails: createThumbnailStore(connection),
    exportLog: createExportLog(connection),
    withCleanBodies: (mails, sanitize, version) => withCleanBodies(mails, { connection, sanitize, version }),
    imports: createImportStore({ connection, changes, reserve, markChanges, offsetOf }),
    checks: createCheckStore(connection, changes),
    readMailboxFacts: () => readMailboxFacts(connection, factsOf),
    async markUnreadable(owner, assetKey) {
      await markUnreadable(connection, owner, assetKey);
      changes.announce();
    },
    readSentinel: () => readSentinel(connection),
    close() {
      changes.close();
      markChanges.close();
      connection.close();
    },
  };
}
