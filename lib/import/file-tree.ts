import { MailArkError } from '../errors.ts';
import type { OpenZip } from '../zip/open-zip.ts';
import { readSlice, type DirectoryEntry, type Sliceable } from '../zip/read-directory.ts';

/** The files of one backup by their paths inside it, from a ZIP or an unpacked folder. */
export interface BackupFiles {
  readonly paths: ReadonlySet<string>;
  /** As ZIP or folder tell it, which may be a lie; undefined when there is no such file. */
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

/** What unpackers and file managers add by themselves. */
const litter = /(?:^|\/)(?:__MACOSX(?:\/|$)|\.DS_Store$|\._[^/]*$|Thumbs\.db$|desktop\.ini$|\.directory$)/i;
const manifestPath = 'data/manifest.json';
/** What the scripts of old wrote; found by the files' own names, because people rename folders. */
const oldScripts =
  /(?:^|\/)(?:pm\.js|pm_meta\.js|pm_list(?:_old)?\.json|mail_body_dict(?:_old)?\.json|save\.tmp|raw_pm_list\.json)$/i;

/**
 * The folder that holds the backup, `''` or with its `/`: the one with a manifest that lies least deep. Throws
 * `archive-old-script` for what looks like a script's backup, `archive-foreign` for anything else.
 */
export function findRoot(paths: Iterable<string>): string {
  let root: string | undefined;
  let isOld = false;
  for (const path of paths) {
    if (litter.test(path)) continue;
    isOld ||= oldScripts.test(path);
    if (path !== manifestPath && !path.endsWith(`/${manifestPath}`)) continue;
    const folder = path.slice(0, -manifestPath.length);
    if (root === undefined || folder.length < root.length) root = folder;
  }
  if (root !== undefined) return root;
  if (isOld) throw new MailArkError('archive-old-script', 'The files are those of an old script.');
  throw new MailArkError('archive-foreign', 'There is no manifest of ours.');
}

/** Paths below the root, litter left out, in the form of Unicode that archives are written in. */
function shelve<T>(items: Iterable<[path: string, item: T]>, root: string): Map<string, T> {
  const shelf = new Map<string, T>();
  for (const [path, item] of items) {
    // Some systems hand out names in another form than they were given.
    if (path.startsWith(root) && !litter.test(path))
      shelf.set(path.slice(root.length).normalize('NFC'), item);
  }
  return shelf;
}

function find<T>(shelf: Map<string, T>, path: string): T {
  const item = shelf.get(path);
  if (item === undefined) throw new MailArkError('not-found', 'The backup has no such file.');
  return item;
}

/** The backup in a ZIP. */
export function filesOfZip(zip: OpenZip, root: string): BackupFiles {
  const shelf = shelve<DirectoryEntry>(
    zip.entries.map((entry) => [entry.path, entry]),
    root,
  );
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

/** The backup in a folder, its files under their paths. */
export function filesOfFolder(files: Iterable<[path: string, file: Sliceable]>, root: string): BackupFiles {
  const shelf = shelve(files, root);
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
