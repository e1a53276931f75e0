import { manifestText, sha256Hex, type Manifest } from '../../lib/formats/mail-ark/manifest.ts';
import { openZip } from '../../lib/zip/open-zip.ts';
import { craftZip, type CraftedEntry } from './crafted-zip.ts';

/** The files of an archive by path. */
export type ForgedFiles = Map<string, Uint8Array<ArrayBuffer>>;

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** Reads every file of a ZIP made by Mail Ark. */
export async function readFiles(zip: Blob): Promise<ForgedFiles> {
  const open = await openZip(zip);
  const files: ForgedFiles = new Map();
  for (const entry of open.entries) files.set(entry.path, await open.bytes(entry));
  return files;
}

/**
 * The archive as an attacker passes it on: `change` may do anything to its files. With `isSealed` the manifest is
 * rewritten, so that every hash is right; `changeManifest` is applied last.
 */
export async function forgeArchive(
  zip: Blob,
  change: (files: ForgedFiles) => void,
  {
    isSealed = true,
    changeManifest = (text: string) => text,
  }: { isSealed?: boolean; changeManifest?: (text: string) => string } = {},
): Promise<File> {
  const files = await readFiles(zip);
  const path = 'data/manifest.json';
  const manifest = JSON.parse(decoder.decode(files.get(path))) as Manifest;
  change(files);
  if (isSealed) {
    const listed = [...files].filter(([name]) => name !== path);
    const text = manifestText({
      ...manifest,
      files: listed.map(([name, bytes]) => ({
        path: name,
        sizeBytes: bytes.length,
        sha256: sha256Hex(bytes),
      })),
    });
    files.set(path, encoder.encode(text));
  }
  files.set(path, encoder.encode(changeManifest(decoder.decode(files.get(path)))));
  const entries = [...files].map(([name, data]): CraftedEntry => ({
    name,
    data,
    method: name.startsWith('media/') ? 0 : 8,
  }));
  return new File([craftZip(entries)], 'forged.zip');
}

/** Changes the text of one file. */
export function changeText(files: ForgedFiles, path: string, change: (text: string) => string): void {
  files.set(path, encoder.encode(change(decoder.decode(files.get(path)))));
}
