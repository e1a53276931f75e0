import { MailArkError, StorageFullError } from '../../../errors.ts';

/**
 * The named failure behind what IndexedDB threw. No room is `StorageFullError`; a newer schema is `storage-newer`; whatever
 * else the database says is `storage-broken`. Errors that are not the database's come back as they are.
 */
export function toStoreError(error: unknown): unknown {
  if (error instanceof MailArkError || !(error instanceof Error)) return error;
  if (error.name === 'QuotaExceededError') return new StorageFullError(error);
  if (error.name === 'VersionError') {
    return new MailArkError('storage-newer', 'The mails were written by a newer version.', { cause: error });
  }
  // Chromium: "DataError: Failed to write blobs (InvalidBlob)"; LevelDB trouble is an UnknownError.
  if (error instanceof DOMException || isDatabaseName(error.name)) {
    return new MailArkError('storage-broken', `The database failed with ${error.name}.`, { cause: error });
  }
  return error;
}

/** With less, a failure is put down to the disk: the largest pack, the database's copy of it, and some air. */
const leastRoomBytes = 48 * 1024 * 1024;

/**
 * The named failure behind what failed, where the disk may be to blame. One that is truly full makes Chromium say
 * "DataError" or "UnknownError", as a broken database does (seen with 156), and not only to writes: the database is
 * closed, and cannot be opened again. Only the room that is left tells them apart.
 */
export async function withRoomLookedAt(error: unknown): Promise<unknown> {
  const named = toStoreError(error);
  if (!(named instanceof MailArkError) || named.code !== 'storage-broken') return named;
  return (await hasRoom()) ? named : new StorageFullError(error);
}

async function hasRoom(): Promise<boolean> {
  try {
    const { quota, usage } = await navigator.storage.estimate();
    return quota === undefined || usage === undefined || quota - usage >= leastRoomBytes;
  } catch {
    return true; // Not told: then the database's own word counts.
  }
}

function isDatabaseName(name: string): boolean {
  return [
    'AbortError',
    'ConstraintError',
    'DataError',
    'InvalidStateError',
    'NotFoundError',
    'NotReadableError',
    'TransactionInactiveError',
    'UnknownError',
  ].includes(name);
}
