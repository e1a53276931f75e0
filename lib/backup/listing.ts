import { BadAnswerError } from '../errors.ts';
import type { AccountKey, Mail } from '../mail/mail.ts';
import type { Cursor, Feed, FeedId, MailRef, Page, Session, Source } from '../sources/source.ts';
import type { Fetcher } from './fetcher.ts';
import type { NameBook } from './name-book.ts';
import type { PageLog } from './page-log.ts';
import type { BackupStore } from './ports.ts';
import type { Run } from './run.ts';

/** What a listing needs, and where it reports. */
export interface Listing {
  source: Source;
  session: Session;
  owner: AccountKey;
  run: Pick<Run, 'isFull' | 'startedAt' | 'rests'>;
  fetcher: Fetcher;
  store: BackupStore;
  names: NameBook;
  /** Stored pages: the refs whose mails are to be fetched, and mails that came whole. */
  onStored(waiting: MailRef[], mails: Mail[]): void;
  /** How many mails the feed has, as soon as its last page is known; an upper bound until the last page is in. */
  onTotal(feed: FeedId, mails: number): void;
}

/** One walk of a feed, and what it reads and writes with. */
export interface Walker {
  listing: Listing;
  feed: Feed;
  log: PageLog;
  signal: AbortSignal;
  stopsAtKnown: boolean;
  read(at: Cursor): Promise<ReadPage>;
}

/** A page as it was read. */
export interface ReadPage extends Page {
  /** The server does not know the page, so it stands for one past the end. */
  isMissing?: true;
}

/** A page that cannot be read is asked for again. */
const pageTries = 3;

/** One page, checked and parsed; its senders' names are noted. A page past the end is an empty last one. */
export async function readPage(
  listing: Listing,
  feed: Feed,
  at: Cursor,
  signal: AbortSignal,
): Promise<ReadPage> {
  const { source, session, fetcher, names } = listing;
  for (let tries = 1; ; tries++) {
    try {
      const language = names.language();
      const { json } = await fetcher.fetch(feed.request(at), session, signal);
      const page = source.parsePage(session, feed.id, json);
      await names.note(page, language);
      return page;
    } catch (error) {
      if (!(error instanceof BadAnswerError)) throw error;
      // Some servers know no page past the end.
      if (error.code === 'not-found' && typeof at === 'number' && at > 1)
        return { refs: [], mails: [], broken: [], isLast: true, isMissing: true };
      if (error.code !== 'wrong-type' || tries >= pageTries) throw error;
    }
  }
}
