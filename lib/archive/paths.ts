import type { AccountKey, Sender } from '../mail/mail.ts';
import { trimUnits } from '../mail/trim-units.ts';
import { dateText, zonedTime } from '../mail/zoned-time.ts';

const encoder = new TextEncoder();

// Controls, what Windows refuses, and marks that are invisible or turn the direction of writing.
const unsafe =
  /[\u0000-\u001f\u007f-\u009f<>:"/\\|?*\u00ad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\uffff]/g;

// Names of devices on Windows, with any ending.
const device = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;

/**
 * A file's or folder's name that Windows, macOS and Linux take, in NFC, never empty, `.` or `..`, of at most `maxBytes`
 * of UTF-8. What is not allowed becomes `_`.
 */
export function safeName(text: string, maxBytes = 80): string {
  const allowed = text.toWellFormed().normalize('NFC').replace(unsafe, '_').replace(/\s+/g, ' ');
  const trimmed = trimEnds(cut(trimEnds(allowed), maxBytes));
  if (trimmed === '') return '_';
  return device.test(trimmed) ? trimEnds(cut(`_${trimmed}`, maxBytes)) : trimmed;
}

// Windows drops dots and spaces at the end; a dot in front hides the file elsewhere.
function trimEnds(name: string): string {
  return trimUnits(name, ' .');
}

function cut(text: string, maxBytes: number): string {
  // No unit of a text becomes more than three bytes.
  if (text.length * 3 <= maxBytes) return text;
  let size = 0;
  let kept = '';
  for (const character of text) {
    size += utf8Size(character.codePointAt(0) ?? 0);
    if (size > maxBytes) break;
    kept += character;
  }
  return kept;
}

/** Bytes of a character; asking an encoder for each takes an archive of 24,000 names a second. */
function utf8Size(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}

/** Two names with the same fold are one file on Windows and macOS. */
export function foldName(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}

/** Gives out paths that no other path equals, ignoring case; the order of asking decides who keeps the plain name. */
export interface PathBook {
  /** `folder` ends with `/`; `ending` has its dot. The second of one name is `<name>~2`. */
  claim(folder: string, name: string, ending: string): string;
}

/** An empty book. */
export function createPathBook(): PathBook {
  const taken = new Set<string>();
  return {
    claim(folder, name, ending) {
      for (let count = 1; ; count += 1) {
        const path = `${folder}${name}${count === 1 ? '' : `~${count}`}${ending}`;
        const folded = foldName(path);
        if (taken.has(folded)) continue;
        taken.add(folded);
        return path;
      }
    },
  };
}

/** The paths of one account inside the archive. */
export interface AccountPaths {
  /** `mails/<sender>/<yyyy-mm-dd>_<id>.html` */
  mail(sender: Sender, receivedAt: string, id: string): string;
  /** `media/<sender>/<yyyymmdd>/<name>.<ext>`; the ending tells what the bytes are, not what the address said. */
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

/** A file's own name, and the ending that tells what its bytes are. */
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

/** What the name of an export's file tells. */
export interface FileNameFacts {
  accounts: readonly AccountKey[];
  isFiltered: boolean;
  /** The day of the export, `2020-01-02`: the one place where it is told. */
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

/** Whether a path is one that `createPathBook` and `safeName` could have given out: relative, and safe to unpack anywhere. */
export function isArchivePath(path: string): boolean {
  const parts = path.split('/');
  return (
    path === path.normalize('NFC') &&
    parts.length <= 6 &&
    encoder.encode(path).length <= 1000 &&
    parts.every((part) => part !== '' && !part.match(unsafe) && trimEnds(part) === part && !device.test(part))
  );
}
