import { MailArkError } from '../../errors.ts';
import type { AccountKey } from '../../mail/mail.ts';
import type { Marks } from '../../mail/marks.ts';
import type { ArchivedMail } from './data-files.ts';
import type { Manifest, ManifestFile } from './manifest.ts';
import type { AccountMeta } from '../content.ts';
import { parseDataFile, parseManifest } from './read-archive.ts';
import { zipLimits } from '../../zip/check-entries.ts';
import type { BackupFiles } from '../../import/file-tree.ts';
import { sha256Of } from '../../import/read-whole.ts';

/** A backup of ours whose manifest was read; its files are checked one by one as they are read. */
export interface OpenBackup {
  /** How the user knows it: the name of the ZIP or folder. */
  name: string;
  manifest: Manifest;
  files: BackupFiles;
  listed: ReadonlyMap<string, ManifestFile>;
}

/** Mails of one account as a data file has them. */
export interface ArchivedMails {
  owner: AccountKey;
  mails: ArchivedMail[];
}

const damaged = (what: string): MailArkError => new MailArkError('archive-broken', `${what} in the backup.`);

/** Reads and checks the manifest. Rejects with `archive-broken`, `archive-newer` or `zip-too-large`. */
export async function openBackup(name: string, files: BackupFiles): Promise<OpenBackup> {
  const path = 'data/manifest.json';
  if ((files.sizeOf(path) ?? 0) > zipLimits.textBytes)
    throw new MailArkError('zip-too-large', 'The manifest is too large.');
  const manifest = parseManifest(decode(await files.bytes(path)));
  const listed = new Map(manifest.files.map((file) => [file.path, file]));
  if (listed.size !== manifest.files.length) throw damaged('A file is listed twice');
  return { name, manifest, files, listed };
}

/**
 * A file's bytes, of which nothing is believed until size and SHA-256 are the manifest's. Rejects with `not-found` where it
 * is missing, `archive-broken` where it is another file, or the codes of `BackupFiles.bytes`.
 */
export async function readChecked(
  { files, listed }: OpenBackup,
  path: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const file = listed.get(path);
  if (!file) throw damaged('A file is not listed');
  const sizeBytes = files.sizeOf(path);
  if (sizeBytes !== undefined && sizeBytes !== file.sizeBytes) throw damaged('A file has another size');
  const bytes = await files.bytes(path);
  if ((await sha256Of(bytes)) !== file.sha256) throw damaged('A file is another');
  return bytes;
}

/** The paths of the files that hold mails, in the manifest's order: oldest first. */
export function mailFilesOf({ listed }: OpenBackup): string[] {
  return [...listed.keys()].filter((path) => /^data\/mails-[^/]+\.js$/.test(path));
}

/** What a data file holds, line by line. A mail of an account that the manifest does not name makes the file broken. */
export async function readMailFile(backup: OpenBackup, path: string): Promise<ArchivedMails[]> {
  const chunks = parseDataFile(decode(await readChecked(backup, path)));
  return chunks.map((chunk) => {
    if (chunk.kind !== 'mails') throw damaged('A line has another kind');
    const { owner, mails } = chunk;
    const isOwn = ({ service, account }: AccountKey) =>
      service === owner.service && account === owner.account;
    const isWhole = mails.every(
      ({ row, content }) => isOwn(row) && isOwn(content) && content.id === row.id && row.id !== '',
    );
    if (!isWhole || !backup.manifest.accounts.some(isOwn)) throw damaged('A mail is of another account');
    return { owner, mails };
  });
}

/** What a backup says besides its mails: versions and failures by account, and what the user put on them. */
export interface BackupMeta {
  accounts: AccountMeta[];
  marks: Marks[];
}

/** Reads and checks `data/meta.js`. */
export async function readMetaFile(backup: OpenBackup): Promise<BackupMeta> {
  const chunks = parseDataFile(decode(await readChecked(backup, 'data/meta.js')));
  const metas = chunks.filter((chunk) => chunk.kind === 'meta');
  return { accounts: metas.flatMap(({ accounts }) => accounts), marks: metas.map(({ marks }) => marks) };
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw damaged('A text is no UTF-8');
  }
}
