import type { MailKind } from '../../../lib/mail/mail.ts';
import type { MailFilter } from '../../../lib/mail/search/filter.ts';
import { parseDayRange } from '../../../lib/mail/search/query.ts';

/** What is looked for: typed words and conditions, and chosen filters. */
export interface SearchState {
  query: string;
  filter: MailFilter;
}

export const emptySearch: SearchState = { query: '', filter: {} };

/** The longest query, in UTF-16 units. Firefox follows no address of more than a megabyte, and a query is part of one. */
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

/** Writes what is looked for as options of an address; nothing for what does not narrow. */
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

/** Reads them again; what is not understood does not narrow. */
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

/** Whether anything is looked for. */
export function isSearching({ query, filter }: SearchState): boolean {
  return query.trim() !== '' || Object.keys(filter).length > 0;
}
