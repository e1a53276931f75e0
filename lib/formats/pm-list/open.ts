import { errorCodeOf, MailArkError } from '../../errors.ts';
import type { FoundBackup } from '../../import/backup-format.ts';
import { checkFiles, hashPieces, type ListedFile } from '../../import/check-files.ts';
import { noteFinding } from '../../import/check.ts';
import type { BackupFiles } from '../../import/file-tree.ts';
import type { IncomingBackup, IncomingMail, IncomingRest, ReadingWatch } from '../../import/incoming.ts';
import { readWhole, sha256Of } from '../../import/read-whole.ts';
import { throwIfUnreadable } from '../../import/unreadable.ts';
import { unknownAccount } from '../../mail/mail.ts';
import { izoneFacts } from '../../sources/services.ts';
import { readListing } from './read-listing.ts';
import { readMails } from './read-mails.ts';
import { marksOf, readMarkFiles } from './read-marks.ts';
import { bodiesPath, listPath } from './wire.ts';

/** Opens the lists of one mailbox each. They name no account, so the mailbox is one of its own. */
export function openLists(found: readonly FoundBackup[]): Promise<IncomingBackup>[] {
  return found.map(async ({ name, files }) => {
    const listing = await readListing(files);
    if (listing.mails.length === 0 && listing.broken.length > 0)
      throw new MailArkError('archive-foreign', 'The list holds no mail of the service.');
    const digest = await digestOf(files);
    const owner = { service: izoneFacts.id, account: unknownAccount(digest) };
    const mails = (watch: ReadingWatch) => readMails(owner, files, listing, watch);
    const rest = async ({ onDamage }: ReadingWatch): Promise<IncomingRest> => {
      const marks = await readMarkFiles(files);
      for (const one of marks.damage) onDamage(one);
      const ids = new Set(listing.mails.map(({ id }) => id));
      return { mailboxes: [], marks: [await marksOf(owner, marks, (id) => ids.has(id))] };
    };
    return {
      ...{ name, digest, mailboxes: [{ ...owner, serviceName: izoneFacts.name }] },
      mailCount: listing.mails.length,
      fileCount: [...files.paths].filter((path) => path.startsWith('img/mail/')).length,
      partCount: files.paths.size,
      isPartial: false,
      isWithoutName: false,
      mails,
      openFile: ({ path }) => readWhole(files, path),
      rest,
      async check(record, watch) {
        const onDamage: ReadingWatch['onDamage'] = ({ name: path, code }) => {
          // What was found before a stop is in the record.
          if (!record.cursor) noteFinding(record, { kind: 'entry', path, code });
        };
        const reading = { signal: watch.signal, onDamage };
        await rest(reading);
        const listed = await listFiles(mails(reading));
        await checkFiles(files, listed, record, watch);
        await watch.onProgress(record);
      },
    } satisfies IncomingBackup;
  });
}

/** The lists, and every file their mails show, each once. */
async function listFiles(mails: AsyncIterable<IncomingMail>): Promise<ListedFile[]> {
  const paths = new Set([listPath, bodiesPath]);
  for await (const { assets } of mails) for (const { ref } of assets) paths.add(ref.key);
  return [...paths].map((each) => ({ path: each }));
}

/** Of the lists; their files may come later without making another mailbox of it. */
async function digestOf(files: BackupFiles): Promise<string> {
  const sums: string[] = [];
  for (const path of [listPath, bodiesPath]) {
    try {
      sums.push(await hashPieces(files.pieces(path)));
    } catch (error) {
      throwIfUnreadable(error);
      sums.push(errorCodeOf(error));
    }
  }
  return sha256Of(new TextEncoder().encode(sums.join('\n')));
}
