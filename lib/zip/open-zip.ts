import { checkEntries, zipLimits, type ZipLimits } from './check-entries.ts';
import { readWholeDirectory, type DirectoryEntry, type Sliceable } from './read-directory.ts';
import { createBlockReader, readEntry } from './read-entry.ts';

/** A ZIP whose directory passed every check; its entries are checked while they are read. */
export interface OpenZip {
  /** Files only, in the order of their bytes. */
  readonly entries: readonly DirectoryEntry[];
  /**
   * Yields the bytes of an entry in pieces, which must not be changed. Throws at the end when size or CRC-32 differ
   * from the directory, so no piece is to be trusted before the end.
   */
  pieces(entry: DirectoryEntry): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined>;
  /** Resolves with all bytes of an entry, which must not be changed. */
  bytes(entry: DirectoryEntry): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * Opens a ZIP from an untrusted source: only slices are read, so memory is bounded whatever its size. Rejects with the
 * codes of `readDirectory` and `checkEntries`.
 */
export async function openZip(file: Sliceable, limits: ZipLimits = zipLimits): Promise<OpenZip> {
  const directory = await readWholeDirectory(file);
  checkEntries(directory, limits);
  const entries = [...directory.entries].sort((a, b) => a.offset - b.offset);
  const ends = new Map(
    entries.map((entry, index) => [entry, entries[index + 1]?.offset ?? directory.offset]),
  );
  const reader = createBlockReader(file);
  const pieces = (entry: DirectoryEntry) => readEntry(reader, entry, ends.get(entry) ?? 0);
  return {
    entries: entries.filter(({ path }) => !path.endsWith('/')),
    pieces,
    async bytes(entry) {
      // The size is only a claim of the ZIP, so no memory is reserved for it before the bytes are there.
      const found: Uint8Array<ArrayBuffer>[] = [];
      for await (const piece of pieces(entry)) found.push(piece);
      const [only] = found;
      if (only && found.length === 1) return only;
      const whole = new Uint8Array(entry.sizeBytes);
      let at = 0;
      for (const piece of found) {
        whole.set(piece, at);
        at += piece.length;
      }
      return whole;
    },
  };
}
