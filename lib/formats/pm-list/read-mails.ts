import { errorCodeOf, MailArkError, type ErrorCode } from '../../errors.ts';
import type { BackupFiles } from '../../import/file-tree.ts';
import type { IncomingAsset, IncomingMail, ReadingWatch } from '../../import/incoming.ts';
import { throwIfUnreadable } from '../../import/unreadable.ts';
import type { AssetRef } from '../../mail/asset.ts';
import type { AccountKey } from '../../mail/mail.ts';
import { readBody } from '../../sources/private-mail/parse-body.ts';
import { mailKindOf, previewOf } from '../../sources/private-mail/parse-detail.ts';
import { readMarkup } from './read-body.ts';
import type { Listing, ListingMail } from './read-listing.ts';
import { readMarkFiles, type ReadMarks } from './read-marks.ts';
import { bodiesPath, bodyEntry, readJson, understand } from './wire.ts';

/**
 * The mails of the listing with their words. Of a mail whose words are missing or broken the listing's first letters are
 * left. The words are read anew each time and held until the last mail.
 */
export async function* readMails(
  owner: AccountKey,
  files: BackupFiles,
  { mails, broken }: Listing,
  { signal, onDamage }: ReadingWatch,
): AsyncGenerator<IncomingMail> {
  for (const one of broken) onDamage(one);
  const marks = await readMarkFiles(files);
  const { bodies, code } = await readBodies(files);
  if (code !== undefined) onDamage({ what: 'mails', name: bodiesPath, code });
  for (const listed of mails) {
    signal.throwIfAborted();
    const written = bodies.get(listed.id);
    bodies.delete(listed.id);
    const words = readWords(listed, written);
    if (words.html === undefined && code === undefined) {
      const reason = written === undefined ? 'not-found' : 'broken-record';
      onDamage({ what: 'mails', name: `${bodiesPath} [${listed.id}]`, code: reason });
    }
    yield incomingOf(owner, files, listed, words, marks);
  }
  // Words that are not listed have no sender and no day.
  for (const id of bodies.keys())
    onDamage({ what: 'mails', name: `${bodiesPath} [${id.slice(0, 40)}]`, code: 'broken-record' });
}

async function readBodies(files: BackupFiles): Promise<{ bodies: Map<string, unknown>; code?: ErrorCode }> {
  try {
    const read = await readJson(files, bodiesPath);
    if (typeof read !== 'object' || read === null || Array.isArray(read))
      return { bodies: new Map(), code: 'archive-broken' };
    return { bodies: new Map(Object.entries(read)) };
  } catch (error) {
    throwIfUnreadable(error);
    return { bodies: new Map(), code: errorCodeOf(error) };
  }
}

/** What is left of a mail's words; without `html` they are those of the listing. */
interface Words {
  html?: string;
  text: string;
  assets: AssetRef[];
}

function readWords({ id, preview }: ListingMail, written: unknown): Words {
  try {
    const { html, assets } = readMarkup(id, understand(bodyEntry, written));
    return { html, text: readBody(html).text, assets };
  } catch (error) {
    if (!(error instanceof MailArkError)) throw error;
    return { text: preview, assets: [] };
  }
}

function incomingOf(
  owner: AccountKey,
  files: BackupFiles,
  { id, from, subject, receivedAt }: ListingMail,
  { html, text, assets: refs }: Words,
  { starred, unread }: ReadMarks,
): IncomingMail {
  const videoCount = refs.filter(({ kind }) => kind === 'video').length;
  const row = {
    ...{ ...owner, id, kind: mailKindOf(id), from, subject, receivedAt },
    preview: previewOf(text),
    pictureCount: refs.length - videoCount,
    ...(videoCount > 0 && { videoCount }),
    ...{ isStarred: starred.has(id), isUnread: unread.has(id), isWithdrawn: false },
  };
  const content = {
    ...{ ...owner, id, text, raw: '', assets: refs },
    ...(html === undefined ? {} : { htmlBody: html }),
  };
  const assets = refs.map((ref): IncomingAsset => {
    const sizeBytes = files.sizeOf(ref.key);
    return sizeBytes === undefined
      ? { ref, state: 'wanted' }
      : { ref, state: 'saved', sizeBytes, path: ref.key };
  });
  return { mail: { row, content, versions: [] }, assets };
}
