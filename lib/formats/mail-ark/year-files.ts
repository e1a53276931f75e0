import type { AccountKey } from '../../mail/mail.ts';
import { mailsLine, type ArchivedMail } from './data-files.ts';
import type { PathBook } from '../../zip/safe-names.ts';
import { zonedTime } from '../../mail/zoned-time.ts';

/** A finished data file. */
export interface DataFile {
  path: string;
  text: string;
}

/**
 * Mails to a line of a data file, and the length at which a year goes on in another file. While a file is compressed it is in
 * memory some eight times over.
 */
const mailsPerLine = 100;
const dataFileLetters = 4 * 1024 * 1024;

/** Gathers mails, given with their JSON text, into `data/mails-<yyyy>.js`; a full file is returned at once, the last with `finish`. */
export function createYearFiles(owner: AccountKey & { utcOffsetMinutes: number }, book: PathBook) {
  let year = '';
  let lines: string[] = [];
  let size = 0;
  let mailTexts: string[] = [];
  const closeLine = (): void => {
    if (mailTexts.length === 0) return;
    const line = mailsLine(owner, mailTexts);
    lines.push(line);
    size += line.length;
    mailTexts = [];
  };
  const closeFile = (): DataFile[] => {
    closeLine();
    if (lines.length === 0) return [];
    const file = { path: book.claim('data/', `mails-${year}`, '.js'), text: lines.join('') };
    lines = [];
    size = 0;
    return [file];
  };
  return {
    add({ row }: ArchivedMail, text: string): DataFile[] {
      const its = String(zonedTime(row.receivedAt, owner.utcOffsetMinutes).year).padStart(4, '0');
      const finished = its !== year || size >= dataFileLetters ? closeFile() : [];
      year = its;
      mailTexts.push(text);
      if (mailTexts.length >= mailsPerLine) closeLine();
      return finished;
    },
    finish: closeFile,
  };
}
