import { BadAnswerError } from '../errors.ts';
import type { AccountKey } from '../mail/mail.ts';
import type { FeedId, MailRef, Page } from '../sources/source.ts';
import type { BackupStore, ListedPage } from './ports.ts';
import type { Walk } from './walk.ts';

/** Writes the pages of one feed as they come, each together with how far the walk is. */
export interface PageLog {
  readonly walk: Walk;
  /** Adds a page and changes the walk, in one transaction; resolves when both are stored. Pages that come meanwhile share the next. After a failure nothing is written any more. */
  put(page: Page | undefined, change: Partial<Walk>): Promise<void>;
}

export interface PageLogOptions {
  store: BackupStore;
  owner: AccountKey;
  feed: FeedId;
  walk: Walk;
  /** Called after each transaction with what it brought: the refs that now wait, and the pages. */
  onStored(waiting: MailRef[], pages: ListedPage[]): void;
}

export function createPageLog({ store, owner, feed, walk, onStored }: PageLogOptions): PageLog {
  let current = walk;
  let pages: ListedPage[] = [];
  let writing: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  /** What a write failed with: its pages are lost, so no later walk, which would count them as read, may be written. */
  let failure: { error: unknown } | undefined;

  async function write(): Promise<void> {
    const batch = pages;
    pages = [];
    try {
      onStored(await store.putPages(owner, feed, batch, current), batch);
    } catch (error) {
      failure ??= { error };
      throw error;
    }
  }

  /** Starts now, or once after the write under way. */
  function schedule(): Promise<void> {
    if (next) return next;
    const begin = (): Promise<void> => {
      next = undefined;
      const own = write().finally(() => {
        if (writing === own) writing = undefined;
      });
      writing = own;
      return own;
    };
    if (!writing) return begin();
    next = writing.then(begin);
    return next;
  }

  return {
    get walk() {
      return current;
    },
    put(page, change) {
      if (failure) return fail(failure);
      current = { ...current, ...change };
      if (page) pages.push({ refs: page.refs, mails: page.mails, broken: page.broken });
      return schedule();
    },
  };
}

async function fail({ error }: { error: unknown }): Promise<never> {
  await Promise.resolve();
  throw error;
}

/** So many runs at a list believe the page before: a server may announce too much, or have a bad minute. */
const mostEndRefusals = 3;

/**
 * The server does not know a page that the one before it announces. Resolves when that is believed to be the end; rejects
 * with `BadAnswerError` before.
 */
export async function doubtEnd(log: PageLog): Promise<void> {
  const { endRefusals = 0 } = log.walk;
  if (endRefusals >= mostEndRefusals) return;
  await log.put(undefined, { endRefusals: endRefusals + 1 });
  throw new BadAnswerError('not-found', 404, 'A page that the list announces is missing.');
}

/** The ids of a page in its order. */
export function idsOf(page: Page): string[] {
  return [...page.refs, ...page.mails].map(({ id }) => id).concat(page.broken.flatMap(({ id }) => id ?? []));
}

export function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}
