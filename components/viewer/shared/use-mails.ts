import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { MailLibrary } from '../../../lib/mail/mail-library.ts';
import type { MailRow, SourceId } from '../../../lib/mail/mail.ts';
import { buildSearchEntries } from '../../../lib/mail/search.ts';
import type { SearchEntry } from '../../../lib/mail/search.ts';

/** The list as far as it is loaded. */
interface MailsState {
  phase: 'loading' | 'failed' | 'ready';
  /** Newest first; empty until `ready`. */
  rows: readonly MailRow[];
  serviceNames: Record<SourceId, string>;
}

/** The list, kept in step with the library, and what searching needs. */
export interface Mails extends MailsState {
  /** Rises with every change of the library. */
  version: number;
  /** Rows ready to be searched; their words are in after `prepareSearch`. */
  entries: SearchEntry[];
  texts: ReadonlyMap<string, string>;
  isPreparing: boolean;
  /** Loads the words once; safe to call with every key. */
  prepareSearch(): void;
}

const nothingYet: MailsState = { phase: 'loading', rows: [], serviceNames: {} };
const noTexts: ReadonlyMap<string, string> = new Map();
const noEntries: SearchEntry[] = [];
/** Mails folded before the page gets its turn again. */
const sliceSize = 2_000;
/** News come thick during a backup; lists are read at most this often, in milliseconds. */
const restMs = 400;

/** Reads the library's list, and again whenever it changes in any window. */
export function useMails(library: MailLibrary): Mails {
  const [state, setState] = useState<MailsState>(nothingYet);
  const [version, setVersion] = useState(0);
  const [entries, setEntries] = useState(noEntries);
  const [texts, setTexts] = useState(noTexts);
  const [isPreparing, setPreparing] = useState(false);
  const [wantsTexts, setWantsTexts] = useState(false);
  const newest = useRef(0);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = library.subscribe(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        setVersion((count) => count + 1);
      }, restMs);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [library]);

  useEffect(() => {
    const turn = ++newest.current;
    void Promise.all([library.listMails(), library.serviceNames()]).then(
      ([rows, serviceNames]) => turn === newest.current && setState({ phase: 'ready', rows, serviceNames }),
      // What is on screen stays when a later reading fails.
      () => setState((before) => (before.phase === 'ready' ? before : { ...before, phase: 'failed' })),
    );
  }, [library, version]);

  useEffect(() => {
    if (!wantsTexts) return;
    let isCurrent = true;
    setPreparing(true);
    void library
      .listTexts()
      .then((pairs) => isCurrent && setTexts(new Map(pairs)))
      .catch(() => undefined)
      .finally(() => isCurrent && setPreparing(false));
    return () => {
      isCurrent = false;
    };
  }, [library, version, wantsTexts]);

  useEffect(() => {
    if (state.phase !== 'ready') return;
    let isCurrent = true;
    void foldInSlices(state.rows, texts, () => isCurrent).then((folded) => isCurrent && setEntries(folded));
    return () => {
      isCurrent = false;
    };
  }, [state, texts]);

  const prepareSearch = useCallback(() => setWantsTexts(true), []);
  return { ...state, version, entries, texts, isPreparing, prepareSearch };
}

async function foldInSlices(
  rows: readonly MailRow[],
  texts: ReadonlyMap<string, string>,
  isWanted: () => boolean,
): Promise<SearchEntry[]> {
  const folded: SearchEntry[] = [];
  for (let at = 0; at < rows.length && isWanted(); at += sliceSize) {
    for (const entry of buildSearchEntries(rows.slice(at, at + sliceSize), texts)) folded.push(entry);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return folded;
}
