import type { MailKind } from '../../../lib/mail/mail.ts';
import type { MailFilter } from '../../../lib/mail/search/filter.ts';
import { parseDayRange } from '../../../lib/mail/search/query.ts';

/** A search: the typed query, and the chosen filters. */
export interface SearchState {
  query: string;
  filter: MailFilter;
}

/** A search without any condition. */
export const emptySearch: SearchState = { query: '', filter: {} };

/**
 * The longest query, in UTF-16 units. Firefox does not open addresses of more than a megabyte, and the query is part of
 * one.
 */
export const longestQuery = 1_000;

/** The kinds a mail may have, in the order they are offered. */
export const mailKinds: readonly MailKind[] = [
  'mail',
  'birthday',
  'notice',
  'text',
  'picture',
  'video',
  'voice',
  'link',
  'letter',
];

/** Writes a search as options of an address; conditions that do not narrow are left out. */
export function writeSearch({ query, filter }: SearchState): URLSearchParams {
  const options = new URLSearchParams();
  const put = (name: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') options.set(name, value);
  };
  put('q', query);
  put('service', filter.service);
  put('account', filter.account);
  put('sender', filter.senderId);
  put('kind', filter.kind);
  put('from', filter.range?.from);
  put('to', filter.range?.to);
  put('tag', filter.tag);
  for (const [name, isOn] of [
    ['pictures', filter.hasPictures],
    ['starred', filter.isStarred],
    ['unread', filter.isUnread],
  ] as const) {
    if (isOn) options.set(name, '1');
  }
  return options;
}

/** Reads a search from options of an address; an option that is not understood does not narrow. */
export function readSearch(options: URLSearchParams): SearchState {
  const get = (name: string): string | undefined => options.get(name) ?? undefined;
  const [service, account, senderId, tag] = ['service', 'account', 'sender', 'tag'].map(get);
  const kind = mailKinds.find((each) => each === get('kind'));
  const range = parseDayRange(`${get('from') ?? ''}..${get('to') ?? ''}`);
  return {
    query: (get('q') ?? '').slice(0, longestQuery).replace(/[\uD800-\uDBFF]$/, ''),
    filter: {
      ...(service && { service }),
      ...(account && { account }),
      ...(senderId && { senderId }),
      ...(kind && { kind }),
      ...(range && { range }),
      ...(get('pictures') && { hasPictures: true }),
      ...(get('starred') && { isStarred: true }),
      ...(get('unread') && { isUnread: true }),
      ...(tag && { tag }),
    },
  };
}

/** Whether the search has at least one condition. */
export function isSearching({ query, filter }: SearchState): boolean {
  return query.trim() !== '' || Object.keys(filter).length > 0;
}
