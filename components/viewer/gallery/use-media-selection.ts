import { useMemo, useRef, useState } from 'preact/hooks';
import type { MediaItem } from '../../../lib/mail/media.ts';
import { mediaKeyText } from '../../../lib/mail/media.ts';

/** The files selected on the wall, to be saved together. */
export interface MediaSelection {
  /** Whether a press selects a file instead of opening it. */
  isOn: boolean;
  /** The selected files that are on the wall, in its order; a filter deselects what it hides. */
  items: readonly MediaItem[];
  has(item: MediaItem): boolean;
  start(): void;
  /** `range`: all files from the one selected last. Files that are not saved cannot be selected. */
  toggle(index: number, how: 'one' | 'range'): void;
  /** Selects from where the keyboard began to where it is. */
  extendTo(index: number, from: number): void;
  selectAll(): void;
  clear(): void;
}

/** Keeps the selection while the gallery is open. */
export function useMediaSelection(all: readonly MediaItem[]): MediaSelection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set());
  const [isStarted, setStarted] = useState(false);
  const anchor = useRef(0);
  const items = useMemo(
    () => (chosen.size === 0 ? [] : all.filter(({ file }) => chosen.has(mediaKeyText(file)))),
    [all, chosen],
  );
  const choose = (more: readonly MediaItem[]): void => {
    const keys = more.filter(({ file }) => file.state === 'saved').map(({ file }) => mediaKeyText(file));
    setChosen((before) => new Set([...before, ...keys]));
    setStarted(true);
  };
  const between = (from: number, to: number): readonly MediaItem[] =>
    all.slice(Math.min(from, to), Math.max(from, to) + 1);
  return {
    isOn: isStarted,
    items,
    has: ({ file }) => chosen.has(mediaKeyText(file)),
    start: () => setStarted(true),
    toggle(index, how) {
      const item = all[index];
      if (!item) return;
      if (how === 'range') return choose(between(anchor.current, index));
      anchor.current = index;
      if (!chosen.has(mediaKeyText(item.file))) return choose([item]);
      setChosen((before) => {
        const after = new Set(before);
        after.delete(mediaKeyText(item.file));
        return after;
      });
    },
    extendTo(index, from) {
      if (chosen.size === 0) anchor.current = from;
      choose(between(anchor.current, index));
    },
    selectAll: () => choose(all),
    clear() {
      setChosen(new Set());
      setStarted(false);
    },
  };
}
