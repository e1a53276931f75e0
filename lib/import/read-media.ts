import { MailArkError } from '../errors.ts';
import type { SavedAsset } from '../mail/asset.ts';
import { findMedia } from '../mail/media-type.ts';
import type { HeldAsset, IncomingBackup } from './incoming.ts';

/**
 * The bytes of a picture, sound or film of a backup. They count only when their sums are those of the backup and of the mail
 * that shows it, and first and last bytes are those of such a file. Rejects with `not-media`, `short-body`,
 * `archive-broken`, or the codes of `IncomingBackup.openFile`.
 */
export async function readMedia(backup: IncomingBackup, asset: HeldAsset): Promise<SavedAsset> {
  const { bytes, sha256, crc32 } = await backup.openFile(asset);
  const media = findMedia(bytes);
  if (!media) throw new MailArkError('not-media', 'A file of the backup is no picture, sound or film.');
  if (!media.isWhole) throw new MailArkError('short-body', 'A file of the backup is cut.');
  if ((asset.sha256 ?? sha256) !== sha256 || (asset.crc32 ?? crc32) !== crc32)
    throw new MailArkError('archive-broken', 'A file is not the one the mail names.');
  const { contentType } = media;
  return { key: asset.ref.key, bytes, contentType, sizeBytes: bytes.length, sha256, crc32 };
}
