import { useMemo, useRef, useState } from 'preact/hooks';
import type { MailKey, MailRow } from '../../../lib/mail/mail.ts';
import { mailKeyText } from '../../../lib/mail/mail.ts';

/** The mails selected in the list, for actions on all of them. */
export interface Selection {
  /** Whether there is any action on a selection. */
  isPossible: boolean;
  /** Whether the rows have checkboxes. */
  isOn: boolean;
  /** The selected mails that are in the list; a filter deselects what it hides. */
  keys: readonly MailKey[];
  has(key: string): boolean;
  start(): void;
  /** `range`: all rows from the one selected last. */
  toggle(index: number, how: 'one' | 'range'): void;
  /** Selects from where the keyboard began to where it is. */
  extendTo(index: number, from: number): void;
  selectAll(): void;
  clear(): void;
}

/** Keeps the selection while the viewer is open. */
export function useSelection(rows: readonly MailRow[], isPossible: boolean): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set());
  const [isStarted, setStarted] = useState(false);
  const anchor = useRef(0);
  const keys = useMemo(
    () =>
      chosen.size === 0
        ? []
        : rows
            .filter((row) => chosen.has(mailKeyText(row)))
            .map(({ service, account, id }) => ({ service, account, id })),
    [rows, chosen],
  );
  const between = (from: number, to: number): string[] =>
    rows.slice(Math.min(from, to), Math.max(from, to) + 1).map(mailKeyText);
  const choose = (more: readonly string[]): void => setChosen((before) => new Set([...before, ...more]));

  return {
    isPossible,
    isOn: isPossible && (isStarted || keys.length > 0),
    keys,
    has: (key) => chosen.has(key),
    start: () => setStarted(true),
    toggle(index, how) {
      const row = rows[index];
      if (!row || !isPossible) return;
      if (how === 'range') return choose(between(anchor.current, index));
      anchor.current = index;
      const key = mailKeyText(row);
      setChosen((before) => {
        const after = new Set(before);
        if (!after.delete(key)) after.add(key);
        return after;
      });
    },
    extendTo(index, from) {
      if (!isPossible) return;
      if (chosen.size === 0) anchor.current = from;
      choose(between(anchor.current, index));
    },
    selectAll() {
      if (isPossible) choose(rows.map(mailKeyText));
    },
    clear() {
      setChosen(new Set());
      setStarted(false);
    },
  };
}
