import { MailArkError } from '../errors.ts';

/** So many pages in a row that bring nothing new are past the end. */
export const mostRepeats = 2;
/** At 20 mails a page, a hundred times as many as anyone was ever sent: a list with more pages never ends. */
export const mostPages = 50_000;
/** Of a list that never ends, so many pages are read: those of the largest mailboxes. */
export const readOfEndless = 500;

/** Throws a `MailArkError` of code `listing-endless` for a list with more pages than lists have. */
export function checkPageCount(pages: number): void {
  if (pages > mostPages) throw endless();
}

/** The failure of a list that never ends. */
export const endless = () => new MailArkError('listing-endless', 'The list of mails never ends.');

/**
 * Creates a function that remembers the ids of pages, and returns whether a page has ids and brings none that is new. Some
 * services answer with another page again when asked for one past the end.
 */
export function createRepeatFinder(): (ids: readonly string[]) => boolean {
  const seen = new Set<string>();
  return (ids) => {
    const before = seen.size;
    for (const id of ids) seen.add(id);
    return ids.length > 0 && seen.size === before;
  };
}
