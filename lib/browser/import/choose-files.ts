/** A file the user chose or dropped, with its path inside the folder it came in. */
export interface ChosenFile {
  path: string;
  file: File;
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
    // A folder lists its entries a hundred at a time, and none at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return found;
    for (const inner of some) {
      for (const file of await listEntry(inner)) found.push(file);
    }
  }
}
