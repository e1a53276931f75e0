import type { BackupFiles } from '../../import/file-tree.ts';
import { throwIfUnreadable } from '../../import/unreadable.ts';
import { bodiesPath, decodeList, listPath } from './wire.ts';

/** The folders that hold a list of mails and their words side by side. */
export async function recogniseLists(files: BackupFiles): Promise<string[]> {
  const roots: string[] = [];
  for (const path of files.paths) {
    if (path !== listPath && !path.endsWith(`/${listPath}`)) continue;
    const root = path.slice(0, -listPath.length);
    if (files.paths.has(root + bodiesPath) && (await isListOfMails(files, path))) roots.push(root);
  }
  return roots;
}

/** Whether the file begins as a list whose first item has an id, or is an empty list. */
async function isListOfMails(files: BackupFiles, path: string): Promise<boolean> {
  try {
    for await (const piece of files.pieces(path))
      return /^\s*\[\s*(?:\]\s*$|\{[^{}]*"id"\s*:)/.test(decodeList(piece, true));
  } catch (error) {
    throwIfUnreadable(error);
  }
  return false;
}
