import { openBackup, type OpenBackup } from '../../formats/mail-ark/open-backup.ts';
import { filesOfFolder, filesOfZip, findRoot } from '../../import/file-tree.ts';
import { openZip } from '../../zip/open-zip.ts';
import { errorCodeOf, type ErrorCode } from '../../errors.ts';

/** A file somebody chose or dropped, with its path inside the folder it came in. */
export interface ChosenFile {
  path: string;
  file: File;
}

/** What was recognised among chosen files, and what was not, by name. */
export interface Recognised {
  backups: OpenBackup[];
  refused: { name: string; code: ErrorCode }[];
}

/** Files of an `<input type="file">`, chosen one by one or as a folder. */
export function listInputFiles(files: Iterable<File>): ChosenFile[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** Files and whole folders that were dropped. The transfer is read before the first wait, because it is empty afterwards. */
export async function listDroppedFiles(transfer: DataTransfer): Promise<ChosenFile[]> {
  const entries = [...transfer.items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => item.webkitGetAsEntry() ?? item.getAsFile())
    .filter((entry) => entry !== null);
  const lists = await Promise.all(
    entries.map(async (entry) =>
      entry instanceof File ? [{ path: entry.name, file: entry }] : listEntry(entry),
    ),
  );
  return lists.flat();
}

async function listEntry(entry: FileSystemEntry): Promise<ChosenFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [{ path: entry.fullPath.replace(/^\//, ''), file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: ChosenFile[] = [];
  for (;;) {
    // A folder tells its entries a hundred at a time, and nothing when all are told.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return found;
    for (const inner of some) {
      for (const file of await listEntry(inner)) found.push(file);
    }
  }
}

/** Opens every ZIP, and every unpacked backup among the other files. Never rejects: what cannot be opened is told. */
export async function recognise(chosen: readonly ChosenFile[]): Promise<Recognised> {
  const result: Recognised = { backups: [], refused: [] };
  const loose: ChosenFile[] = [];
  for (const one of chosen) {
    // A picture inside an unpacked folder is never opened as a ZIP.
    if (!/\.zip$/i.test(one.path) && !(isAlone(one) && (await beginsAsZip(one.file)))) {
      loose.push(one);
      continue;
    }
    await attempt(result, one.file.name, async () => {
      const zip = await openZip(one.file);
      return openBackup(one.file.name, filesOfZip(zip, findRoot(zip.entries.map(({ path }) => path))));
    });
  }
  for (const [name, files] of groupFolders(loose)) {
    await attempt(result, name, () => openBackup(name, filesOfFolder(files, findRoot(files.keys()))));
  }
  return result;
}

async function attempt(result: Recognised, name: string, open: () => Promise<OpenBackup>): Promise<void> {
  try {
    result.backups.push(await open());
  } catch (error) {
    result.refused.push({ name, code: errorCodeOf(error) });
  }
}

const isAlone = ({ path }: ChosenFile): boolean => !path.includes('/');

async function beginsAsZip(file: File): Promise<boolean> {
  const head = await file
    .slice(0, 4)
    .bytes()
    .catch(() => new Uint8Array());
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;
}

/** Every folder that holds a manifest is a backup of its own; without any, each thing chosen stands for itself. */
function groupFolders(loose: readonly ChosenFile[]): [name: string, files: Map<string, File>][] {
  const roots = loose
    .filter(({ path }) => /(?:^|\/)data\/manifest\.json$/.test(path))
    .map(({ path }) => path.slice(0, -'data/manifest.json'.length));
  const groups = new Map<string, { name: string; files: Map<string, File> }>();
  for (const { path, file } of loose) {
    // The deepest root wins, for a folder of backups may itself lie in one.
    const root = roots.filter((each) => path.startsWith(each)).sort((a, b) => b.length - a.length)[0];
    if (root === undefined && roots.length > 0) continue;
    const folder = root ?? path.replace(/\/.*$/s, '');
    const name = folder.replace(/\/$/, '').replace(/^.*\//s, '');
    const group = groups.get(folder) ?? { name, files: new Map<string, File>() };
    group.files.set(path, file);
    groups.set(folder, group);
  }
  return [...groups.values()].map(({ name, files }) => [name, files]);
}
