import type { AccountMeta, ArchiveMail } from '../content.ts';
import type { AssetStatus } from '../../mail/asset.ts';
import type { Marks } from '../../mail/marks.ts';
import type { AccountKey, MailContent, MailRow } from '../../mail/mail.ts';

/** The version of everything under `data/`; a reader refuses a higher one. */
export const archiveFormat = 1;

/** One asset in a data file: its status, and where its bytes are in the archive. */
export type ArchivedAsset = AssetStatus & {
  /** Relative to the archive's root; absent where the bytes are not in it, also where they are saved but were left out. */
  path?: string;
};

/** One mail in a data file: every field, and the record as received. */
export interface ArchivedMail {
  row: MailRow;
  /** As in `ArchiveMail`. */
  version?: string;
  content: MailContent;
  assets: ArchivedAsset[];
  /** Where its page is in the archive. */
  page: string;
}

/** What one line of a data file adds. */
export type DataChunk =
  | { format: number; kind: 'mails'; owner: AccountKey; mails: ArchivedMail[] }
  | {
      format: number;
      kind: 'meta';
      accounts: AccountMeta[];
      /** What the user put on the mails of this file, and the tags they have. */
      marks: Marks;
    };

/** A mail as the data files keep it. */
export function archivedMail(mail: ArchiveMail, assets: ArchivedAsset[], page: string): ArchivedMail {
  const { row, version, content } = mail;
  return { row, ...(version === undefined ? {} : { version }), content, assets, page };
}

const before = "mailArk.add(JSON.parse('";
const after = "'));\n";

/**
 * One line of a data file: a classic script that opens from `file://`, where pages may fetch nothing. The data is text
 * inside it, because a literal would let a key `__proto__` set a prototype.
 */
export function dataLine(chunk: DataChunk): string {
  return jsonLine(JSON.stringify(chunk));
}

/** `dataLine` for mails that are JSON text already. */
export function mailsLine({ service, account }: AccountKey, mailTexts: readonly string[]): string {
  const owner = JSON.stringify({ service, account });
  return jsonLine(
    `{"format":${archiveFormat},"kind":"mails","owner":${owner},"mails":[${mailTexts.join(',')}]}`,
  );
}

function jsonLine(json: string): string {
  const text = json.replace(/[\\'\u2028\u2029]/g, (character) => {
    if (character === '\u2028') return '\\u2028';
    if (character === '\u2029') return '\\u2029';
    return `\\${character}`;
  });
  return `${before}${text}${after}`;
}

/**
 * Reads a data file back without running it: what each of its lines adds, as parsed JSON that is not checked yet.
 * Throws `SyntaxError` when a line is not what `dataLine` writes.
 */
export function readDataFile(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      if (!line.startsWith(before) || !line.endsWith(after.trimEnd())) {
        throw new SyntaxError('This is not a line of a data file.');
      }
      const inside = line.slice(before.length, 1 - after.length);
      return JSON.parse(inside.replace(/\\(u2028|u2029|\\|')/g, unescapeOne)) as unknown;
    });
}

function unescapeOne(_whole: string, escaped: string): string {
  if (escaped === 'u2028') return '\u2028';
  if (escaped === 'u2029') return '\u2029';
  return escaped;
}
