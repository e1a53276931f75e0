import { MailArkError } from '../errors.ts';
import { foldName, safeName } from './safe-names.ts';
import type { Directory, DirectoryEntry } from './read-directory.ts';

/** The limits of a ZIP. Mail Ark's own archives are far below them, except for the sizes of stored videos. */
export const zipLimits = {
  entries: 500_000,
  /**
   * One deflated entry, and all of them: text. Above this size, an entry of more than `ratio` times its packed size is
   * treated as a ZIP bomb.
   */
  textBytes: 512 * 1024 * 1024,
  freeTextBytes: 64 * 1024 * 1024,
  ratio: 200,
  /** One stored entry: a picture, audio file or video. */
  mediaBytes: 1024 * 1024 * 1024,
  pathBytes: 1_000,
};

/** The fields of `zipLimits`. */
export type ZipLimits = typeof zipLimits;

const unsafe = (what: string): MailArkError => new MailArkError('zip-unsafe', `The ZIP is a trap: ${what}.`);
const tooLarge = (what: string): MailArkError => new MailArkError('zip-too-large', `Too much: ${what}.`);
const localHeaderBytes = 30;
/** The most bytes that deflate can produce from one. */
const mostInflation = 1_032;

/**
 * Refuses a directory that no well-behaved program writes, before a byte of an entry is read: overlapping entries,
 * links, encryption, unknown methods, exceeded limits, names that point outside the archive or are one file on some
 * system. Throws `MailArkError` with `zip-unsafe`, `zip-too-large`, `zip-encrypted`, `zip-method` or `zip-broken`.
 */
export function checkEntries({ entries, offset }: Directory, limits: ZipLimits = zipLimits): void {
  if (entries.length > limits.entries) throw tooLarge('entries');
  for (const entry of entries) checkEntry(entry, limits);
  checkTotals(entries, limits);
  checkPlaces(entries, offset);
  checkClashes(entries);
}

function checkEntry(entry: DirectoryEntry, limits: ZipLimits): void {
  // Bit 0: encrypted; 6: strong encryption; 13: values in the directory are masked.
  if ((entry.flags & 0x2041) !== 0 || entry.method === 99)
    throw new MailArkError('zip-encrypted', 'An entry is encrypted.');
  if (entry.method !== 0 && entry.method !== 8)
    throw new MailArkError('zip-method', 'An entry is packed in an unknown way.');
  const kind = entry.unixMode & 0xf000;
  const isFolder = entry.path.endsWith('/');
  if (kind !== 0 && kind !== (isFolder ? 0x4000 : 0x8000)) throw unsafe('an entry is a link or a device');
  if (entry.method === 0 && entry.compressedSize !== entry.sizeBytes)
    throw new MailArkError('zip-broken', 'A stored entry has two sizes.');
  if (entry.method === 8 && entry.sizeBytes > entry.compressedSize * mostInflation + 64)
    throw new MailArkError('zip-broken', 'An entry claims more than can be in it.');
  if (entry.sizeBytes > (entry.method === 8 ? limits.textBytes : limits.mediaBytes))
    throw tooLarge('an entry');
  checkPath(isFolder ? entry.path.slice(0, -1) : entry.path, limits);
}

/** Throws unless the path is relative, has no `..`, and consists of names that every system accepts. */
function checkPath(path: string, limits: ZipLimits = zipLimits): void {
  if (path.length > limits.pathBytes) throw unsafe('a name is too long');
  for (const part of path.split('/')) {
    // File managers create names like `.DS_Store`; `..` is not a name.
    const name = part.normalize('NFC').replace(/^\.+(?=[^.])/, '');
    if (safeName(name, limits.pathBytes * 4) !== name) throw unsafe('a name');
  }
}

function checkTotals(entries: readonly DirectoryEntry[], limits: ZipLimits): void {
  let text = 0;
  let packed = 0;
  for (const { method, sizeBytes, compressedSize } of entries) {
    if (method !== 8) continue;
    text += sizeBytes;
    packed += compressedSize;
  }
  if (text > limits.freeTextBytes && text > packed * limits.ratio) throw tooLarge('text');
}

/** Throws unless every entry has bytes of its own, all of them before the directory. */
function checkPlaces(entries: readonly DirectoryEntry[], directoryOffset: number): void {
  const sorted = [...entries].sort((a, b) => a.offset - b.offset);
  sorted.forEach((entry, index) => {
    const next = sorted[index + 1]?.offset ?? directoryOffset;
    if (entry.offset + localHeaderBytes + entry.nameLength + entry.compressedSize > next)
      throw unsafe('entries overlap');
  });
}

function checkClashes(entries: readonly DirectoryEntry[]): void {
  const seen = new Set<string>();
  for (const { path } of entries) {
    const folded = foldName(path);
    if (seen.has(folded)) throw unsafe('two names are one file');
    seen.add(folded);
  }
}
