import { MailArkError } from '../errors.ts';
import type { OpenZip } from '../zip/open-zip.ts';
import { readSlice, type DirectoryEntry, type Sliceable } from '../zip/read-directory.ts';

/** The files of a ZIP or folder, or of one backup in it, by their paths. */
export interface BackupFiles {
  readonly paths: ReadonlySet<string>;
  /** As ZIP or folder declare it, which may be wrong; undefined when there is no such file. */
  sizeOf(path: string): number | undefined;
  /** The place among the bytes: reading in this order is reading straight on. */
  placeOf(path: string): number;
  /** The CRC-32 that `bytes` compares with, where the backup is a ZIP. */
  crc32Of(path: string): number | undefined;
  /** The whole file. Rejects with `not-found`, or the codes of `OpenZip.pieces`. */
  bytes(path: string): Promise<Uint8Array<ArrayBuffer>>;
  /** The file in pieces, for sums over what is too large to hold. */
  pieces(path: string): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined>;
}

const litter = /(?:^|\/)(?:__MACOSX(?:\/|$)|\.DS_Store$|\._[^/]*$|Thumbs\.db$|desktop\.ini$|\.directory$)/i;

/** Whether unpackers and file managers add such a file by themselves. */
export function isLitter(path: string): boolean {
  return litter.test(path);
}

/** Files by their paths, litter left out, in the form of Unicode that archives are written in. */
function shelve<T>(items: Iterable<[path: string, item: T]>): Map<string, T> {
  const shelf = new Map<string, T>();
  for (const [path, item] of items) {
    // Some systems hand out names in another form than they were given.
    if (!isLitter(path)) shelf.set(path.normalize('NFC'), item);
  }
  return shelf;
}

function find<T>(shelf: Map<string, T>, path: string): T {
  const item = shelf.get(path);
  if (item === undefined) throw new MailArkError('not-found', 'The backup has no such file.');
  return item;
}

/** The files of a ZIP. */
export function filesOfZip(zip: OpenZip): BackupFiles {
  const shelf = shelve<DirectoryEntry>(zip.entries.map((entry) => [entry.path, entry]));
  return {
    paths: new Set(shelf.keys()),
    sizeOf: (path) => shelf.get(path)?.sizeBytes,
    placeOf: (path) => shelf.get(path)?.offset ?? Infinity,
    crc32Of: (path) => shelf.get(path)?.crc32,
    // `find` inside, so that a missing file rejects.
    bytes: async (path) => zip.bytes(find(shelf, path)),
    async *pieces(path) {
      yield* zip.pieces(find(shelf, path));
    },
  };
}

const pieceBytes = 4 * 1024 * 1024;

/** The files of a folder under their paths. */
export function filesOfFolder(files: Iterable<[path: string, file: Sliceable]>): BackupFiles {
  const shelf = shelve(files);
  const places = new Map([...shelf.keys()].map((path, at) => [path, at]));
  return {
    paths: new Set(shelf.keys()),
    sizeOf: (path) => shelf.get(path)?.size,
    placeOf: (path) => places.get(path) ?? Infinity,
    crc32Of: () => undefined,
    async bytes(path) {
      const file = find(shelf, path);
      return readSlice(file, 0, file.size);
    },
    async *pieces(path) {
      const file = find(shelf, path);
      for (let at = 0; at < file.size; at += pieceBytes)
        yield await readSlice(file, at, Math.min(at + pieceBytes, file.size));
    },
  };
}

/** Those of the files that are named, all of them below `root`, by their paths inside it. */
export function filesBelow(files: BackupFiles, root: string, paths: Iterable<string>): BackupFiles {
  const own = new Set([...paths].map((path) => path.slice(root.length)));
  const missing = (): never => {
    throw new MailArkError('not-found', 'The backup has no such file.');
  };
  return {
    paths: own,
    sizeOf: (path) => (own.has(path) ? files.sizeOf(root + path) : undefined),
    placeOf: (path) => (own.has(path) ? files.placeOf(root + path) : Infinity),
    crc32Of: (path) => (own.has(path) ? files.crc32Of(root + path) : undefined),
    bytes: async (path) => (own.has(path) ? files.bytes(root + path) : missing()),
    async *pieces(path) {
      yield* own.has(path) ? files.pieces(root + path) : missing();
    },
  };
}

/** Every path by the deepest of the folders it lies in, in the order of the paths; what lies in none is left out. */
export function groupByFolder(paths: Iterable<string>, folders: ReadonlySet<string>): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    let folder = path;
    do folder = folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1);
    while (folder !== '' && !folders.has(folder));
    if (!folders.has(folder)) continue;
    const group = groups.get(folder);
    if (group) group.push(path);
    else groups.set(folder, [path]);
  }
  return groups;
}
