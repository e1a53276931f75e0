import { errorCodeOf } from '../../errors.ts';
import { backupFormats } from '../../formats/registry.ts';
import type { BackupFormat, FoundBackup, Recognised, Refused } from '../../import/backup-format.ts';
import {
  filesBelow,
  filesOfFolder,
  filesOfZip,
  groupByFolder,
  type BackupFiles,
} from '../../import/file-tree.ts';
import type { IncomingBackup } from '../../import/incoming.ts';
import { refusalOf } from '../../import/refusal.ts';
import { openZip } from '../../zip/open-zip.ts';
import type { ChosenFile } from './choose-files.ts';

type Found = FoundBackup & { format: BackupFormat };

/**
 * Opens every ZIP, and every unpacked backup among the other files, of any of the formats. Never rejects: what cannot be
 * opened is refused.
 */
export async function recognise(
  chosen: readonly ChosenFile[],
  formats: readonly BackupFormat[] = backupFormats,
): Promise<Recognised> {
  const seen: (Found | Refused)[] = [];
  const loose: ChosenFile[] = [];
  for (const one of chosen) {
    // A picture inside an unpacked folder is never opened as a ZIP.
    if (/\.zip$/i.test(one.path) || (isAlone(one) && (await beginsAsZip(one.file)))) {
      for (const each of await findInZip(one.file, formats)) seen.push(each);
    } else loose.push(one);
  }
  for (const each of await findInFolders(loose, formats)) seen.push(each);
  return openAll(seen, formats);
}

async function openAll(
  seen: readonly (Found | Refused)[],
  formats: readonly BackupFormat[],
): Promise<Recognised> {
  const opening = new Map<Found | Refused, Promise<IncomingBackup>>();
  for (const format of formats) {
    const own = seen.filter((each) => 'format' in each && each.format === format) as Found[];
    for (const [at, backup] of format.open(own).entries()) {
      // Awaited in its turn below.
      backup.catch(() => undefined);
      opening.set(own[at]!, backup);
    }
  }
  const result: Recognised = { backups: [], refused: [] };
  for (const each of seen) {
    if ('code' in each) result.refused.push(each);
    else {
      try {
        result.backups.push(await opening.get(each)!);
      } catch (error) {
        result.refused.push({ name: each.name, code: errorCodeOf(error) });
      }
    }
  }
  return result;
}

async function findInZip(file: File, formats: readonly BackupFormat[]): Promise<(Found | Refused)[]> {
  const { name } = file;
  try {
    const files = filesOfZip(await openZip(file));
    const roots = await findRoots(files, formats);
    if (roots.size === 0) return [{ name, code: refusalOf(files.paths) }];
    return listBackups(files, roots).map((found) => ({
      ...found,
      name: roots.size === 1 ? name : `${name}/${found.root}`.replace(/\/$/, ''),
    }));
  } catch (error) {
    return [{ name, code: errorCodeOf(error) }];
  }
}

/** Without any folder that holds a backup, each thing chosen stands for itself. */
async function findInFolders(
  loose: readonly ChosenFile[],
  formats: readonly BackupFormat[],
): Promise<(Found | Refused)[]> {
  const files = filesOfFolder(loose.map(({ path, file }) => [path, file]));
  try {
    const roots = await findRoots(files, formats);
    if (roots.size === 0) return refuseEach(loose);
    return listBackups(files, roots).map((found) => ({
      ...found,
      name: found.root.replace(/\/$/, '').replace(/^.*\//s, '') || [...found.files.paths][0]!,
    }));
  } catch (error) {
    return [{ name: topOf(loose[0]?.path ?? ''), code: errorCodeOf(error) }];
  }
}

function refuseEach(loose: readonly ChosenFile[]): Refused[] {
  const groups = new Map<string, string[]>();
  for (const { path } of loose) {
    const group = groups.get(topOf(path));
    if (group) group.push(path);
    else groups.set(topOf(path), [path]);
  }
  return [...groups].map(([name, paths]) => ({ name, code: refusalOf(paths) }));
}

/** The folders that hold a backup, each with the first format that recognises it. */
async function findRoots(
  files: BackupFiles,
  formats: readonly BackupFormat[],
): Promise<Map<string, BackupFormat>> {
  const roots = new Map<string, BackupFormat>();
  for (const format of formats) {
    for (const root of await format.recognise(files)) if (!roots.has(root)) roots.set(root, format);
  }
  return roots;
}

/** The backup of each root, in the order of the files; the deepest root has the files below it. */
function listBackups(files: BackupFiles, roots: ReadonlyMap<string, BackupFormat>) {
  return [...groupByFolder(files.paths, new Set(roots.keys()))].map(([root, paths]) => ({
    root,
    files: filesBelow(files, root, paths),
    format: roots.get(root)!,
  }));
}

const topOf = (path: string): string => path.replace(/\/.*$/s, '');
const isAlone = ({ path }: ChosenFile): boolean => !path.includes('/');

async function beginsAsZip(file: File): Promise<boolean> {
  const head = await file
    .slice(0, 4)
    .bytes()
    .catch(() => new Uint8Array());
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;
}
