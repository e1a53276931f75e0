import type { AccountKey, Sender } from '../mail/mail.ts';
import type { Page, Session, Source } from '../sources/source.ts';
import type { Fetcher } from './fetcher.ts';
import type { BackupStore, SenderName } from './ports.ts';

/** What senders are called, kept in one language: the one the web client asks for. */
export interface NameBook {
  /** The language that names come in now. */
  language(): string;
  /** Notes the names of a page that was asked for in `language`; what is not the language of now is passed over. */
  note(page: Pick<Page, 'senders'>, language: string): Promise<void>;
  /**
   * Reads pages from the first on until every sender is named in the language of now, then gives stored mails their
   * sender's name. `waits`: where the language is only a guess, a call of the web client is waited for first.
   */
  settle(readPage: ReadPage, options: { waits: boolean }, signal: AbortSignal): Promise<void>;
}

/** Reads a page of the list and notes its names. */
type ReadPage = (page: number) => Promise<Page>;

/** Senders who are on none of the first pages keep the name they have: theirs are the oldest mails. */
const mostPages = 50;
/** The user may switch the language again and again. */
const mostRounds = 3;

export function createNameBook(parts: {
  source: Source;
  session: Session;
  owner: AccountKey;
  store: BackupStore;
  fetcher: Fetcher;
}): NameBook {
  const { source, session, owner, store, fetcher } = parts;
  const language = () => source.namesLanguage?.(fetcher.newest(session)) ?? '';
  const names = new Map<string, SenderName>();
  // The first page of a run that names a sender is the newest: older mails of some servers keep an older name.
  const namedNow = new Map<string, string>();
  let isConfirmed = false;
  // One page after the other: the mails of a page are stored only when its names are.
  let writing: Promise<void> | undefined;
  const written = () => (writing ??= load());

  async function load(): Promise<void> {
    for (const each of await store.readNames(owner)) names.set(each.id, each);
    isConfirmed = names.size > 0 && stale().length === 0;
  }

  const stale = () => [...names.values()].filter((each) => each.language !== language());

  async function put(senders: readonly Sender[], asked: string): Promise<void> {
    const first = senders.filter(({ id }) => namedNow.get(id) !== asked);
    for (const { id } of first) namedNow.set(id, asked);
    const fresh = first
      .map(({ id, name }) => ({ id, name, language: asked }))
      .filter(({ id, name }) => names.get(id)?.name !== name || names.get(id)?.language !== asked);
    if (fresh.length === 0) return;
    for (const each of fresh) names.set(each.id, each);
    await store.putNames(owner, fresh);
  }

  return {
    language,
    note({ senders = [] }, asked) {
      writing = written().then(() => (asked === language() ? put(senders, asked) : undefined));
      return writing;
    },
    async settle(readPage, { waits }, signal) {
      await written();
      if (waits && names.size > 0 && !isConfirmed) await fetcher.confirm(session, signal);
      for (let round = 0; round < mostRounds && stale().length > 0; round += 1) {
        const asked = language();
        let isLast = false;
        for (let at = 1; at <= mostPages && !isLast && stale().length > 0; at += 1)
          ({ isLast } = await readPage(at));
        if (asked === language()) await put(stale(), asked);
      }
      await store.applyNames(owner);
    },
  };
}
