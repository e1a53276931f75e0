import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { createMailDays } from '../../../lib/mail/clock.ts';
import { mailKeyText } from '../../../lib/mail/mail.ts';
import type { MailKey, MailRow } from '../../../lib/mail/mail.ts';
import { compileFilter, filterRows } from '../../../lib/mail/search/filter.ts';
import type { MailFilter } from '../../../lib/mail/search/filter.ts';
import { hitTest, joinKeys } from '../../../lib/mail/search/hits.ts';
import type { Hits } from '../../../lib/mail/search/hits.ts';
import { parseQuery, sendersOf, wordsOf } from '../../../lib/mail/search/query.ts';
import type { Query } from '../../../lib/mail/search/query.ts';
import type { Searcher } from '../../../lib/mail/search/searcher.ts';
import { compileTerms, createTextIndex, matchesAll } from '../../../lib/mail/search/text-index.ts';
import type { TextTerm } from '../../../lib/mail/search/text-index.ts';
import type { Route } from '../route.ts';
import type { Mails } from '../shared/use-mails.ts';
import type { MarksView } from '../shared/use-marks.ts';
import { emptySearch, isSearching } from './search-address.ts';
import type { SearchState } from './search-address.ts';

/** The search and its results. */
export interface MailSearch {
  state: SearchState;
  isActive: boolean;
  parsed: Query;
  /** Folded words, to be highlighted in texts and in names of senders. */
  words: readonly string[];
  senderWords: readonly string[];
  /** The matching mails, newest first; those of the search before while a new one runs. */
  found: readonly MailRow[];
  /** Whether `found` still belongs to the search before. */
  isBusy: boolean;
  /** Changes whenever `found` belongs to another search. */
  foundKey: string;
  /** Whether the texts of the mails are still loading. */
  isPreparing: boolean;
  hasFailed: boolean;
  /** Changes whenever the texts of `searcher` change; undefined while they show the user's name as chosen before. */
  textsKey: string | undefined;
  searcher: Searcher;
  /** Loads the texts; may be called with every key. */
  prepare(): void;
  setQuery(query: string): void;
  /** Replaces the whole filter; each choice adds a step for the back button. */
  setFilter(filter: MailFilter): void;
  set(state: SearchState): void;
}

interface MailSearchWorld {
  route: Route;
  go(route: Route, how?: 'push' | 'replace'): void;
  mails: Mails;
  marks: MarksView;
  searcher: Searcher;
}

/** The query is written to the address after a pause in typing of this many milliseconds. */
const typingRestMs = 500;
/** The texts of a library that keeps changing are loaded at most once in this time, in milliseconds. */
const prepareRestMs = 3_000;
const earlyAtMost = 10_000;

/** Keeps the search in the address of the mails' page, and runs it. */
export function useMailSearch({ route, go, mails, marks, searcher }: MailSearchWorld): MailSearch {
  const { state, set, setQuery, setFilter } = useSearchState(route, go);
  const parsed = useMemo(() => parseQuery(state.query), [state.query]);
  const textTerms = useMemo(
    () => parsed.terms.filter((term): term is TextTerm => term.kind === 'text' || term.kind === 'from'),
    [parsed],
  );
  const namesKey = JSON.stringify(marks.name ?? null);
  const { isReady, hasFailed, hits, textsKey, prepare } = useTextHits(searcher, textTerms, mails, namesKey);

  const { tags, byKey } = marks;
  const dayOf = useMemo(() => createMailDays(), []);
  const facts = useMemo(
    () => ({ tags, markOf: (mail: MailKey) => byKey.get(mailKeyText(mail)), dayOf }),
    [tags, byKey, dayOf],
  );
  const isActive = isSearching(state);
  const keys = hits?.keys;
  const isHitAt = useMemo(
    () => (keys === undefined ? undefined : hitTest(mails.rows, keys)),
    [mails.rows, keys],
  );
  // While a new search runs, the list stays that of the search before, filters included.
  const isWaiting = textTerms.length > 0 && hits?.terms !== textTerms;
  const settled = useRef<Answer>(undefined);
  const answer = useMemo((): Answer => {
    if (!isActive) return { found: mails.rows, key: '' };
    if (isWaiting && settled.current) return settled.current;
    const test = compileFilter(state.filter, parsed, facts);
    const hasWords = (at: number): boolean => hits !== undefined && isHitAt?.(hits.isHit, at) === true;
    return {
      found: filterRows(mails.rows, test, textTerms.length > 0 ? hasWords : undefined),
      key: JSON.stringify([state.filter, parsed.terms]),
    };
  }, [isActive, isWaiting, mails.rows, state.filter, parsed, facts, textTerms, hits, isHitAt]);
  settled.current = answer;

  return {
    state,
    isActive,
    parsed,
    words: useMemo(() => wordsOf(parsed), [parsed]),
    senderWords: useMemo(() => [...wordsOf(parsed), ...sendersOf(parsed)], [parsed]),
    found: answer.found,
    isBusy: isActive && isWaiting,
    foundKey: answer.key,
    isPreparing: textTerms.length > 0 && !isReady,
    hasFailed,
    textsKey,
    searcher,
    prepare,
    setQuery,
    setFilter,
    set,
  };
}

interface Answer {
  found: readonly MailRow[];
  key: string;
}

/** The search in the address; the typed query is ahead of it for a moment. */
function useSearchState(route: Route, go: MailSearchWorld['go']) {
  const [state, setState] = useState<SearchState>(() =>
    route.page === 'mails' ? (route.search ?? emptySearch) : emptySearch,
  );
  const latest = useRef({ state, route, go });
  latest.current = { state, route, go };
  const written = useRef(state);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const inAddress = route.page === 'mails' ? (route.search ?? emptySearch) : undefined;
  const addressText = inAddress && JSON.stringify(inAddress);
  useEffect(() => {
    if (!inAddress || JSON.stringify(written.current) === addressText) return;
    clearTimeout(timer.current);
    written.current = inAddress;
    setState(inAddress);
    // oxlint-disable-next-line react/exhaustive-deps -- compared by its text.
  }, [addressText]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const write = useCallback((next: SearchState, how: 'push' | 'replace') => {
    clearTimeout(timer.current);
    written.current = next;
    const { route: at, go: goNow } = latest.current;
    const mail = at.page === 'mails' ? at.mail : undefined;
    goNow({ page: 'mails', ...(mail && { mail }), ...(isSearching(next) && { search: next }) }, how);
  }, []);
  const set = useCallback(
    (next: SearchState) => {
      setState(next);
      write(next, 'push');
    },
    [write],
  );
  const setFilter = useCallback((filter: MailFilter) => set({ ...latest.current.state, filter }), [set]);
  const setQuery = useCallback(
    (query: string) => {
      const next = { ...latest.current.state, query };
      setState(next);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        const isFirst = written.current.query === '' || query === '';
        write({ ...latest.current.state, query }, isFirst ? 'push' : 'replace');
      }, typingRestMs);
    },
    [write],
  );
  return { state, set, setQuery, setFilter };
}

/** The mails that match the text conditions `terms`. */
interface TextHits extends Hits {
  terms: readonly TextTerm[];
}

/**
 * Searches the texts of the mails; `hits` is undefined before the first result. `namesKey` identifies how the user's
 * name is shown.
 */
function useTextHits(
  searcher: Searcher,
  terms: readonly TextTerm[],
  { rows, version }: Mails,
  namesKey: string,
) {
  const [isWanted, setWanted] = useState(false);
  const [ready, setReady] = useState(0);
  const [namesReady, setNamesReady] = useState<string>();
  const [hasFailed, setFailed] = useState(false);
  const [hits, setHits] = useState<TextHits>();
  const wantsTexts = isWanted || terms.length > 0;
  const preparedAt = useRef(-prepareRestMs);
  const preparedNames = useRef(namesKey);

  useEffect(() => {
    if (!wantsTexts) return;
    let isCurrent = true;
    // A change of how the user's name is shown is applied without delay.
    const isRenamed = preparedNames.current !== namesKey;
    const wait = isRenamed ? 0 : Math.max(0, preparedAt.current + prepareRestMs - performance.now());
    const timer = setTimeout(() => {
      preparedAt.current = performance.now();
      preparedNames.current = namesKey;
      void searcher.prepare().then(
        () => {
          if (isCurrent) setFailed(false);
          setNamesReady(namesKey);
          setReady((count) => count + 1);
        },
        () => isCurrent && setFailed(true),
      );
    }, wait);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [searcher, wantsTexts, version, namesKey]);

  // A layout effect runs before the browser paints; a plain effect would cost a frame.
  useLayoutEffect(() => {
    if (ready === 0 || terms.length === 0) return;
    let isCurrent = true;
    void searcher.find(terms).then(
      (found) => isCurrent && setHits({ terms, ...found }),
      // Rejects when a newer search was started, which has a result of its own.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [searcher, terms, ready]);

  // Until the texts are loaded, subjects, senders and previews are searched, where that takes a negligible time.
  const isEarly = ready === 0 && wantsTexts && rows.length <= earlyAtMost;
  const early = useMemo(() => {
    if (!isEarly) return undefined;
    const index = createTextIndex();
    const folded = rows.map((row) => index.put(mailKeyText(row), row, row.preview));
    return { keys: joinKeys(rows), mails: folded };
  }, [isEarly, rows]);
  const earlyHits = useMemo((): TextHits | undefined => {
    if (!early || terms.length === 0) return undefined;
    const test = compileTerms(terms);
    const isHit = Uint8Array.from(early.mails, (mail) => (matchesAll(mail, test) ? 1 : 0));
    return { terms, keys: early.keys, isHit };
  }, [early, terms]);

  const prepare = useCallback(() => setWanted(true), []);
  const textsKey = namesReady === namesKey ? String(ready) : undefined;
  return { isReady: ready > 0, hasFailed, hits: earlyHits ?? hits, textsKey, prepare };
}
