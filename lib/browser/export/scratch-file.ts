/** The folder of files that are too large for memory, until they are downloaded. */
const folderName = 'export';

/** A file being written in the extension's private file system, never held in memory. */
export interface ScratchFile {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** The whole file by reference; it exists until `clearScratch`. */
  finish(): Promise<File>;
}

/** Creates an empty file. Rejects where the browser offers no private file system, or no room. */
export async function openScratchFile(name: string): Promise<ScratchFile> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(folderName, { create: true });
  const handle = await folder.getFileHandle(name, { create: true });
  const stream = await handle.createWritable();
  return {
    write: (bytes) => stream.write(bytes),
    async finish() {
      await stream.close();
      return handle.getFile();
    },
  };
}

/** Deletes all scratch files. Never rejects. */
export async function clearScratch(): Promise<void> {
  try {
    const root = await navigator.storage.getDirectory();
    await root.removeEntry(folderName, { recursive: true });
  } catch {
    // There is none.
  }
}
