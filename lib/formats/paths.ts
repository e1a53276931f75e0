import type { AccountKey, Sender } from '../mail/mail.ts';
import { dateText, zonedTime } from '../mail/zoned-time.ts';
import { createPathBook, safeName, type PathBook } from '../zip/safe-names.ts';

/** The paths of one account inside the archive. */
export interface AccountPaths {
  /** `mails/<sender>/<yyyy-mm-dd>_<id>.html` */
  mail(sender: Sender, receivedAt: string, id: string): string;
  /** `media/<sender>/<yyyymmdd>/<name>.<ext>`; the ending says what the bytes are, not what the address said. */
  media(sender: Sender, receivedAt: string, assetKey: string, contentType: string): string;
}

/**
 * Paths for one account. With several accounts in one archive each has its own folder, `<service>-<account>`, between
 * `mails/` or `media/` and the senders; an archive of one account has none. A sender's folder has the name of the first mail.
 */
export function createAccountPaths(
  account: AccountKey & { utcOffsetMinutes: number },
  isOnly: boolean,
  book: PathBook,
): AccountPaths {
  const own = isOnly ? '' : `${safeName(`${account.service}-${account.account}`)}/`;
  const folders = new Map<string, string>();
  const senderBook = createPathBook();
  const senderFolder = ({ id, name }: Sender): string => {
    const known = folders.get(id);
    if (known !== undefined) return known;
    const folder = senderBook.claim('', `${safeName(name, 60)}_${safeName(id, 40)}`, '');
    folders.set(id, folder);
    return folder;
  };
  const dayOf = (iso: string): string => dateText(zonedTime(iso, account.utcOffsetMinutes));
  return {
    mail: (sender, receivedAt, id) =>
      book.claim(`mails/${own}${senderFolder(sender)}/`, `${dayOf(receivedAt)}_${safeName(id)}`, '.html'),
    media(sender, receivedAt, assetKey, contentType) {
      const day = dayOf(receivedAt).replaceAll('-', '');
      const { stem, ending } = mediaNameParts(assetKey, contentType);
      return book.claim(`media/${own}${senderFolder(sender)}/${day}/`, stem, ending);
    },
  };
}

/** A file's own name, and the ending that says what its bytes are. */
export function mediaNameParts(assetKey: string, contentType: string): { stem: string; ending: string } {
  const last = assetKey.split('/').at(-1) ?? '';
  return { stem: safeName(last.replace(/\.[A-Za-z0-9]{1,5}$/, '')), ending: endings[contentType] ?? '.bin' };
}

const endings: Partial<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/gif': '.gif',
  'image/webp': '.webp',
  'image/avif': '.avif',
  'image/bmp': '.bmp',
  'image/heic': '.heic',
  'image/heif': '.heif',
  'video/mp4': '.mp4',
  'video/quicktime': '.mov',
  'video/webm': '.webm',
  'audio/mpeg': '.mp3',
  'audio/mp4': '.m4a',
  'audio/aac': '.aac',
  'audio/ogg': '.ogg',
  'audio/wav': '.wav',
};

/** A path as an address relative to the archive's root. */
export function pathAddress(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** What the name of an export's file says. */
export interface FileNameFacts {
  accounts: readonly AccountKey[];
  isFiltered: boolean;
  /** The day of the export, `2020-01-02`: the one place that has it. */
  day: string;
  /** Where it is one of several. */
  volume?: { number: number; count: number };
  /** With its dot. */
  ending: string;
}

/** `mail-ark-<service>-<label>-<date>.zip`, or `mail-ark-all-<date>.zip` for several accounts; a part says so: `-filtered`, `-1of3`. */
export function archiveFileName({ accounts, isFiltered, day, volume, ending }: FileNameFacts): string {
  const [first] = accounts;
  const what =
    accounts.length === 1 && first ? `${safeName(first.service, 40)}-${safeName(first.account, 40)}` : 'all';
  const count = volume ? String(volume.count) : '';
  const part = volume ? `-${String(volume.number).padStart(count.length, '0')}of${count}` : '';
  return `mail-ark-${what}${isFiltered ? '-filtered' : ''}-${safeName(day, 20)}${part}${ending}`;
}
