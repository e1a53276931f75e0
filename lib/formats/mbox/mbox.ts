import { cleanBodyOf } from '../content/clean-body.ts';
import type { SanitizeBody } from '../../mail/mail-library.ts';
import { mailKeyText } from '../../mail/mail.ts';
import { createFileSource } from '../content/file-source.ts';
import type { ArchiveContent } from '../content.ts';
import { messagePieces, type MboxPiece, type MessageFile } from './message.ts';

/** What an mbox file is made from. */
export interface MboxPlan {
  content: ArchiveContent;
  sanitize: SanitizeBody;
  isWithoutFiles: boolean;
}

/**
 * The messages of an mbox file, oldest first, account after account, each with the number of files in it. Senders'
 * portraits are left out: they are no part of a letter. Rejects with the signal's reason when aborted.
 */
export async function* mboxMessages(
  { content, sanitize, isWithoutFiles }: MboxPlan,
  signal: AbortSignal,
): AsyncGenerator<{ pieces: MboxPiece[]; assets: number }> {
  const marks = await content.marks();
  const markOf = new Map(marks.mails.map((mark) => [mailKeyText(mark), mark]));
  for (const account of await content.accounts()) {
    const source = createFileSource(content, account);
    for await (const mail of content.mails(account, signal)) {
      signal.throwIfAborted();
      const body = cleanBodyOf(mail, sanitize);
      const own = new Set(mail.content.assets.filter(({ role }) => role === 'body').map(({ key }) => key));
      const files: MessageFile[] = [];
      for (const status of isWithoutFiles ? [] : mail.assets) {
        if (status.state !== 'saved' || !own.has(status.ref.key)) continue;
        const file = await source.open(status.ref.key);
        if (file && file.sizeBytes === status.sizeBytes) files.push({ status, blob: file.blob() });
      }
      const mark = markOf.get(mailKeyText(mail.row));
      const tags = marks.tags.filter(({ id }) => mark?.tags.includes(id));
      yield { pieces: messagePieces({ account, mail, body, files, mark, tags }), assets: files.length };
    }
  }
}
