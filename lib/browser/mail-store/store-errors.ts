import { MailArkError, StorageFullError } from '../../errors.ts';

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
