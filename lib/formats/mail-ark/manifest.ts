import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { BackupVolume } from '../../import/incoming.ts';
import type { MailChoice } from '../../mail/mail-choice.ts';
import type { AccountKey } from '../../mail/mail.ts';
import { archiveFormat } from './data-files.ts';

/** One file of the archive; the manifest itself is not listed. */
export interface ManifestFile {
  path: string;
  sizeBytes: number;
  sha256: string;
}

/** Whether everything stored is in the archive, or what was chosen of it. */
export type ArchiveScope =
  | { kind: 'whole' }
  | {
      kind: 'filtered';
      choice: MailChoice;
      /** Words only. */
      isWithoutFiles: boolean;
      /** The reader's name was left out: the words are not quite those that were received. */
      isWithoutName?: true;
    };

/** Whether the reader's name was left out. */
export function isWithoutName(scope: ArchiveScope): boolean {
  return scope.kind === 'filtered' && scope.isWithoutName === true;
}

export interface ManifestCounts {
  mails: number;
  assets: number;
  /** Files the mails name that are not in the archive: gone, damaged, not yet fetched, or left out by choice. */
  missingAssets: number;
}

export interface Manifest {
  generator: 'Mail Ark';
  format: number;
  scope: ArchiveScope;
  /** Absent where the archive is one ZIP. */
  volume?: BackupVolume;
  accounts: (AccountKey & { serviceName: string })[];
  counts: ManifestCounts;
  /** SHA-256 of the lines `path size hash`, sorted, each ended by a line feed. */
  digest: string;
  files: ManifestFile[];
}

/** Lower-case hex of the SHA-256. */
export function sha256Hex(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

/** The digest over all files: equal for archives of equal content, whatever order they were written in. */
export function filesDigest(files: readonly ManifestFile[]): string {
  const lines = files.map((file) => `${file.path} ${file.sizeBytes} ${file.sha256}\n`);
  return sha256Hex(utf8ToBytes(lines.sort().join('')));
}

/** The name of a set of volumes, from what each of them holds apart from the pages that name the set. */
export function setName(volumes: readonly (readonly ManifestFile[])[]): string {
  const lines = volumes.map((files, at) => `${at + 1} ${filesDigest(files)}\n`);
  return sha256Hex(utf8ToBytes(lines.join('')));
}

/** The manifest's text, one file to a line. */
export function manifestText(facts: Omit<Manifest, 'generator' | 'format' | 'digest'>): string {
  const files = [...facts.files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const head = {
    generator: 'Mail Ark',
    format: archiveFormat,
    scope: facts.scope,
    ...(facts.volume ? { volume: facts.volume } : {}),
    accounts: facts.accounts,
    counts: facts.counts,
    digest: filesDigest(files),
  } satisfies Omit<Manifest, 'files'>;
  const lines = files.map((file) => `    ${JSON.stringify(file)}`);
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "files": [\n${lines.join(',\n')}\n  ]\n}\n`;
}
