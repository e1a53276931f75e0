import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

/**
 * Where Chromium and Firefox keep the storage of web pages: the demo's web client keeps its session there, as real ones
 * do.
 */
const ownedByWebPages =
  /^Default\/(Local Storage|Session Storage|Sessions)\/|^storage\/default\/https\+\+\+app-web\.izone-mail\.com\//;

/** The files of a closed profile that contain any of these texts unencoded, with 8 or 16 bits per character. */
export async function findOnDisk(userDataDir: string, secrets: string[]): Promise<string[]> {
  const entries = await readdir(userDataDir, { recursive: true, withFileTypes: true });
  const needles = secrets.flatMap((secret) => [Buffer.from(secret, 'utf8'), Buffer.from(secret, 'utf16le')]);
  const found: string[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(userDataDir, path);
    if (ownedByWebPages.test(name)) continue;
    const bytes = await readFile(path);
    if (needles.some((needle) => bytes.includes(needle))) found.push(name);
  }
  return found;
}
