import type { AssetFacts } from '../../mail/asset.ts';
import type { MailRow } from '../../mail/mail.ts';
import { createAccountPaths } from '../paths.ts';
import { createPathBook } from '../../zip/safe-names.ts';
import { localHeader, storedEntry } from '../../zip/records.ts';
import { zonedTime } from '../../mail/zoned-time.ts';

/**
 * The local header that an archive will most likely put before a file of this mail: what it will be when the mail is the
 * oldest that shows the file, no other has its name, and the mailbox is alone in the archive. A guess, to be compared
 * with the header that is wanted in the end.
 */
export function mediaFrame(
  row: MailRow,
  assetKey: string,
  { contentType, crc32, sizeBytes }: AssetFacts,
  utcOffsetMinutes: number,
): Uint8Array<ArrayBuffer> {
  const paths = createAccountPaths({ ...row, utcOffsetMinutes }, true, createPathBook());
  const path = paths.media(row.from, row.receivedAt, assetKey, contentType);
  return localHeader(storedEntry(path, crc32, sizeBytes, zonedTime(row.receivedAt, utcOffsetMinutes)));
}
