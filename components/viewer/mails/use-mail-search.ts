import { useMemo, useState } from 'preact/hooks';
import type { MailRow } from '../../../lib/mail/mail.ts';
import { parseQuery } from '../../../lib/mail/search.ts';
import { filterMails } from '../shared/mail-filter.ts';
import type { Mails } from '../shared/use-mails.ts';

/** What is looked for, and what is found. */
export interface MailSearch {
  query: string;
  words: string[];
  /** A `senderKey`. */
  sender: string | undefined;
  /** A `mailboxKey`. */
  mailbox: string | undefined;
  /** The mails that pass, newest first. */
  found: readonly MailRow[];
  setQuery(query: string): void;
  setSender(sender: string | undefined): void;
  setMailbox(mailbox: string | undefined): void;
  clear(): void;
}

/** Keeps what is looked for while the viewer is open, and finds it. */
export function useMailSearch({ rows, entries }: Mails): MailSearch {
  const [query, setQuery] = useState('');
  const [sender, setSender] = useState<string>();
  const [mailbox, setMailbox] = useState<string>();
  const words = useMemo(() => parseQuery(query), [query]);
  const isFiltered = words.length > 0 || sender !== undefined || mailbox !== undefined;
  const found = useMemo(
    () =>
      isFiltered
        ? filterMails(entries, { words, ...(sender ? { sender } : {}), ...(mailbox ? { mailbox } : {}) })
        : rows,
    [isFiltered, entries, rows, words, sender, mailbox],
  );
  const clear = (): void => {
    setQuery('');
    setSender(undefined);
    setMailbox(undefined);
  };
  return { query, words, sender, mailbox, found, setQuery, setSender, setMailbox, clear };
}
