import type { AssetKind, AssetStatus } from './asset.ts';
import type { AccountKey, MailKey, MailRow } from './mail.ts';

/** A file that a mail shows, however it stands; portraits are none. */
export interface MediaFile extends AssetStatus, AccountKey {}

/** A file in the gallery, with the mail it came in. */
export interface MediaItem {
  file: MediaFile;
  row: MailRow;
}

/** Rows looked at before the page gets its turn again. */
const rowsAtOnce = 4_000;

/**
 * Brings files and mails together: newest mail first, a mail's files in the order of their names, so that the order is
 * the same everywhere. Files whose mail is not in the rows are left out. Gives the page its turn between slices.
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

/** Where two files have the same key in one mailbox they are one. */
export function mediaKeyText({ service, account, ref }: MediaFile): string {
  return [service, account, ref.key].map(encodeURIComponent).join('/');
}

/** How many there are of each kind. */
export function countKinds(items: readonly MediaItem[]): Record<AssetKind, number> {
  const counts = { image: 0, video: 0, audio: 0 };
  for (const { file } of items) counts[file.ref.kind] += 1;
  return counts;
}

const names = new Intl.Collator('en', { numeric: true });

// `a2.jpg` before `a10.jpg`; keys that only a numeric order takes for equal still have one.
function compareNames(a: MediaFile, b: MediaFile): number {
  return names.compare(a.ref.key, b.ref.key) || (a.ref.key < b.ref.key ? -1 : 1);
}

// Encoding each part takes longer than all the rest for 50,000 files; these keys live for one call only.
function plainKey({ service, account, id }: MailKey): string {
  return `${service}\n${account}\n${id}`;
}
