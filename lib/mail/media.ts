import type { AssetKind, AssetStatus } from './asset.ts';
import type { AccountKey, MailKey, MailRow } from './mail.ts';

/** A file that a mail shows, in any state; portraits are not included. */
export interface MediaFile extends AssetStatus, AccountKey {}

/** A file in the gallery, with the mail it belongs to. */
export interface MediaItem {
  file: MediaFile;
  row: MailRow;
}

/** The number of rows processed before the page gets its turn again. */
const rowsAtOnce = 4_000;

/**
 * Joins files with their mails: newest mail first, a mail's files in the order of their names, so that the order is the
 * same everywhere. Files whose mail is not in the rows are left out. Yields to the page between slices.
 */
export async function joinMedia(
  files: readonly MediaFile[],
  rows: readonly MailRow[],
  rest: () => Promise<void>,
): Promise<MediaItem[]> {
  const ofMail = new Map<string, MediaFile[]>();
  for (let at = 0; at < files.length; at += rowsAtOnce) {
    for (const file of files.slice(at, at + rowsAtOnce)) {
      const key = plainKey({ ...file, id: file.ref.mailId });
      const others = ofMail.get(key);
      if (others) others.push(file);
      else ofMail.set(key, [file]);
    }
    await rest();
  }
  const items: MediaItem[] = [];
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    for (const row of rows.slice(at, at + rowsAtOnce)) {
      const own = ofMail.get(plainKey(row));
      if (!own) continue;
      own.sort(compareNames);
      for (const file of own) items.push({ file, row });
    }
    await rest();
  }
  return items;
}

/** The identity of a file: files with the same key in one mailbox are one file. */
export function mediaKeyText({ service, account, ref }: MediaFile): string {
  return [service, account, ref.key].map(encodeURIComponent).join('/');
}

/** The number of files of each kind. */
export function countKinds(items: readonly MediaItem[]): Record<AssetKind, number> {
  const counts = { image: 0, video: 0, audio: 0 };
  for (const { file } of items) counts[file.ref.kind] += 1;
  return counts;
}

const names = new Intl.Collator('en', { numeric: true });

// `a2.jpg` comes before `a10.jpg`; keys that only a numeric order considers equal still have an order.
function compareNames(a: MediaFile, b: MediaFile): number {
  return names.compare(a.ref.key, b.ref.key) || (a.ref.key < b.ref.key ? -1 : 1);
}

// For 50,000 files, encoding each part takes longer than all the rest; these keys exist for one call only.
function plainKey({ service, account, id }: MailKey): string {
  return `${service}\n${account}\n${id}`;
}
