import { cleanBodyOf } from '../content/clean-body.ts';
import type { SanitizeBody } from '../../mail/mail-library.ts';
import type { OfflineViewer } from './index-page.ts';
import { createMarkBook } from './mark-book.ts';
import { setName, type ArchiveScope } from './manifest.ts';
import { createFileSource } from '../content/file-source.ts';
import type { ArchiveContent } from '../content.ts';
import { createVolume, type ArchiveEntry, type Volume } from './volume.ts';

/** What an archive is made from. */
export interface ArchivePlan {
  content: ArchiveContent;
  sanitize: SanitizeBody;
  viewer: OfflineViewer;
  scope: ArchiveScope;
  /** The largest ZIP wanted; absent for one ZIP of any size. Only a mail that is larger by itself exceeds it. */
  volumeBytes?: number;
}

/**
 * Every file of the archive in order: pages and media mail by mail with the data files of each year, volume after
 * volume; then, for each volume, `meta.js`, `README.txt`, `index.html`, and the manifest that lists them all. Depends on
 * nothing but its plan: no clock, no zone, no chance. Rejects with the signal's reason when aborted.
 */
export async function* archiveEntries(plan: ArchivePlan, signal: AbortSignal): AsyncGenerator<ArchiveEntry> {
  const { content, sanitize, scope, viewer, volumeBytes = Infinity } = plan;
  const accounts = await content.accounts();
  const marks = createMarkBook(await content.marks(), scope);
  const volumes: Volume[] = [];
  const openVolume = (): Volume => {
    const opened = createVolume(volumes.length + 1, {
      ...{ accounts, marks, scope, viewer },
      isLimited: volumeBytes !== Infinity,
    });
    volumes.push(opened);
    return opened;
  };
  let volume = openVolume();

  for (const account of accounts) {
    const files = createFileSource(content, account);
    const rest = await content.rest(account);
    let inVolume = volume.begin(account, files, rest);
    const isWithoutFiles = scope.kind === 'filtered' && scope.isWithoutFiles;
    for await (const mail of readAhead(content.mails(account, signal), (ahead) => {
      if (!isWithoutFiles) files.prepare(ahead);
    })) {
      signal.throwIfAborted();
      const body = cleanBodyOf(mail, sanitize);
      let draft = await inVolume.draft(mail, body);
      if (volume.sizeBytes() + draft.sizeBytes > volumeBytes && !volume.isEmpty()) {
        yield* inVolume.finish();
        volume = openVolume();
        inVolume = volume.begin(account, files, rest);
        draft = await inVolume.draft(mail, body);
      }
      yield* inVolume.take(draft);
    }
    yield* inVolume.finish();
  }

  const count = volumes.length;
  const set = count > 1 ? setName(volumes.map((each) => each.files())) : '';
  for (const each of volumes) yield* each.close(count > 1 ? { set, number: each.number, count } : undefined);
}

/** So many mails are read, and their files asked for, while others are worked on: more than a store reads at once. */
const mailsAhead = 128;

/** The items of `source`, of which up to `mailsAhead` are asked for before they are wanted; `prepare` is called for each at once. */
async function* readAhead<T>(source: AsyncIterable<T>, prepare: (item: T) => void): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  const asked: Promise<IteratorResult<T>>[] = [];
  const ask = (): void => {
    const next = iterator.next().then((result) => {
      if (!result.done) prepare(result.value);
      return result;
    });
    // Awaited when its turn comes.
    next.catch(() => undefined);
    asked.push(next);
  };
  try {
    for (let ahead = 0; ahead < mailsAhead; ahead += 1) ask();
    for (;;) {
      const result = await asked.shift();
      if (!result || result.done) return;
      ask();
      yield result.value;
    }
  } finally {
    await iterator.return?.();
  }
}
