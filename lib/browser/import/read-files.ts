import type { ArchivedAsset } from '../../formats/mail-ark/data-files.ts';
import { readChecked, type OpenBackup } from '../../formats/mail-ark/open-backup.ts';
import { findMedia } from '../../backup/media-type.ts';
import type { SavedAsset } from '../../backup/ports.ts';
import { MailArkError } from '../../errors.ts';
import { crc32 as sumUp } from '../../mail/crc32.ts';

/**
 * The bytes of a picture, sound or film of a backup. They count only when size and hash are those of the manifest and of
 * the mail that shows it, the ZIP's and the mail's CRC-32 agree, and first and last bytes are those of such a file.
 * Rejects with `not-found`, `archive-broken`, `not-media`, `short-body`, or a code of the ZIP reader.
 */
export async function readMedia(
  backup: OpenBackup,
  { ref, path = '', sha256, crc32 }: ArchivedAsset,
): Promise<SavedAsset> {
  const bytes = await readChecked(backup, path);
  const media = findMedia(bytes);
  if (!media) throw new MailArkError('not-media', 'A file of the backup is no picture, sound or film.');
  if (!media.isWhole) throw new MailArkError('short-body', 'A file of the backup is cut.');
  const facts = {
    contentType: media.contentType,
    sizeBytes: bytes.length,
    // Both were compared while the bytes were read.
    sha256: backup.listed.get(path)?.sha256 ?? '',
    crc32: backup.files.crc32Of(path) ?? sumUp(bytes),
  };
  if ((sha256 ?? facts.sha256) !== facts.sha256 || (crc32 ?? facts.crc32) !== facts.crc32)
    throw new MailArkError('archive-broken', 'A file is not the one the mail names.');
  return { key: ref.key, bytes, ...facts };
}
