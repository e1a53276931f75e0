import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { MailRow, SourceId } from '../../../lib/mail/mail.ts';
import type { NamedLibrary } from '../../../lib/mail/named-library.ts';

/** The mails of the library, as far as they are loaded, kept current. */
export interface Mails {
  /** `first`: the newest mails are loaded, the rest is loading. */
  phase: 'loading' | 'failed' | 'first' | 'ready';
  /** Newest first; empty while nothing is loaded. */
  rows: readonly MailRow[];
  serviceNames: Record<SourceId, string>;
  /** Increases with every change of the library. */
  version: number;
}

const nothingYet: Omit<Mails, 'version'> = { phase: 'loading', rows: [], serviceNames: {} };
/**
 * During a backup changes follow one another quickly; the list is read at most once in this time, in milliseconds, and
 * less often when reading takes long.
 */
const restMs = 400;
const firstCount = 60;

/** Reads the library's list, and again whenever it changes in any window. */
export function useMails(library: NamedLibrary): Mails {
  const [state, setState] = useState(nothingYet);
  const [version, setVersion] = useState(0);
  const newest = useRef(0);
  const tookMs = useRef(0);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = library.subscribe(() => {
      timer ??= setTimeout(
        () => {
          timer = undefined;
          setVersion((count) => count + 1);
        },
        Math.max(restMs, tookMs.current * 4),
      );
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [library]);

  useEffect(() => {
    const turn = ++newest.current;
    const start = performance.now();
    const names = library.serviceNames();
    void showNewest()
      .catch(() => undefined)
      .then(() => Promise.all([library.listMails(), names]))
      .then(
        ([rows, serviceNames]) => {
          tookMs.current = performance.now() - start;
          if (turn === newest.current) setState({ phase: 'ready', rows, serviceNames });
        },
        // The list on screen stays when a later reading fails.
        () => setState((before) => (before.phase === 'ready' ? before : { ...before, phase: 'failed' })),
      );

    /** The newest mails are on screen before the whole list is read. */
    async function showNewest(): Promise<void> {
      if (version > 0 || !library.listNewest) return;
      const [rows, serviceNames] = await Promise.all([library.listNewest(firstCount), names]);
      setState((before) => (before.phase === 'loading' ? { phase: 'first', rows, serviceNames } : before));
      await new Promise((resolve) => setTimeout(resolve));
    }
  }, [library, version]);

  return useMemo(() => ({ ...state, version }), [state, version]);
}
