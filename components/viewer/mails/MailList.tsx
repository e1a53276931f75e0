import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { MailKey, MailRow } from '../../../lib/mail/mail.ts';
import { isSameMail, mailKeyText } from '../../../lib/mail/mail.ts';
import type { Formats } from '../../shared/format.ts';
import type { Translate } from '../../shared/translate.ts';
import { senderKey } from '../shared/mail-filter.ts';
import type { MarksView } from '../shared/use-marks.ts';
import type { Portraits } from '../shared/use-portraits.ts';
import { MailListRow } from './MailListRow.tsx';
import type { MailListRowProps } from './MailListRow.tsx';
import type { MailSearch } from './use-mail-search.ts';
import { usePreviews } from './use-previews.ts';
import type { Selection } from './use-selection.ts';
import { useVirtualList } from './use-virtual-list.ts';

interface MailListProps {
  search: MailSearch;
  portraits: Portraits;
  marks: MarksView;
  selection: Selection;
  open: MailKey | undefined;
  /** Increases with every change of the library. */
  version: number;
  /** Called with the row that has the keyboard, for shortcuts of the whole page. */
  onActive(row: MailRow | undefined): void;
  t: Translate;
  formats: Formats;
}

/** Heights in rem: all rows have the same height, so that a hundred thousand of them need no measuring. */
const rowRem = 6;
const dayRem = 2.75;

/** All mails, newest first under their days; only rows near the window are in the page. */
export function MailList(props: MailListProps) {
  const { search, portraits, marks, selection, open, onActive, t, formats } = props;
  const rows = search.found;
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const wantsFocus = useRef(false);
  const rem = useRootSize();
  const startsDay = useMemo(() => daysStarting(rows, formats), [rows, formats]);
  const estimateSize = useCallback(
    (index: number) => Math.round((rowRem + (startsDay[index] ? dayRem : 0)) * rem),
    [startsDay, rem],
  );
  const keyOf = useCallback(
    (index: number) => mailKeyText(rows[index] ?? { service: '', account: '', id: String(index) }),
    [rows],
  );
  const list = useVirtualList({ scroller, count: rows.length, estimateSize });
  const shown = list.items.map(({ index }) => keyOf(index));
  const previews = usePreviews(search, shown, props.version);

  const openIndex = useMemo(
    () => (open ? rows.findIndex((row) => isSameMail(row, open)) : -1),
    // oxlint-disable-next-line react/exhaustive-deps -- the key is compared by its text.
    [rows, open && mailKeyText(open)],
  );
  useEffect(() => {
    if (openIndex >= 0) {
      setActive(openIndex);
      list.scrollTo(openIndex, 'center');
      return;
    }
    scroller.current?.scrollTo({ top: 0 });
    setActive(0);
    // oxlint-disable-next-line react/exhaustive-deps -- only another search or another size starts anew.
  }, [search.foundKey, rem]);
  useEffect(() => {
    if (openIndex < 0) return;
    setActive(openIndex);
    list.scrollTo(openIndex, 'auto');
    // The list scrolls only to another mail: a list that grows during a backup stays where it is.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [open && mailKeyText(open)]);
  useEffect(() => onActive(rows[active]), [rows, active, onActive]);

  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    const link = scroller.current?.querySelector<HTMLElement>(`[data-index="${active}"] .mail-row`);
    if (!link) return;
    wantsFocus.current = false;
    link.focus();
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey) return;
    if ((event.ctrlKey || event.metaKey) && event.key === 'a') {
      event.preventDefault();
      selection.selectAll();
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const wanted = step === 'first' ? 0 : step === 'last' ? rows.length - 1 : active + step;
    const next = Math.max(0, Math.min(rows.length - 1, wanted));
    if (event.shiftKey) selection.extendTo(next, active);
    wantsFocus.current = true;
    setActive(next);
    list.scrollTo(next, 'auto');
  };
  const searched = search.isActive ? search.state : undefined;
  const toggle = useRef(selection.toggle);
  toggle.current = selection.toggle;
  const { isPossible } = selection;
  // A row gets the same function each time, so that a row with equal props does not render again.
  const selectors = useMemo(() => {
    const known = new Map<number, (how: 'one' | 'range') => void>();
    return (index: number) => {
      if (!isPossible) return undefined;
      const select = known.get(index) ?? ((how: 'one' | 'range') => toggle.current(index, how));
      known.set(index, select);
      return select;
    };
  }, [isPossible]);
  const drawn = list.items.some(({ index }) => index === active);
  const top = rows[list.firstVisible];

  return (
    <div class="mail-list-scroller" ref={scroller} onKeyDown={onKeyDown} data-selecting={selection.isOn}>
      {top && (
        <div class="mail-list-day mail-list-now" aria-hidden="true">
          {formats.day(top.receivedAt)}
        </div>
      )}
      <div
        role="list"
        aria-label={t('viewerMails')}
        class="mail-list"
        style={{ height: `${list.totalSize}px` }}
      >
        {list.items.map((item, at) => {
          const row = rows[item.index];
          const key = shown[at];
          if (!row || key === undefined) return null;
          return (
            <div
              role="listitem"
              key={key}
              data-index={item.index}
              class="mail-list-item"
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
              style={{ transform: `translateY(${item.start}px)`, height: `${item.size}px` }}
              onFocusIn={() => setActive(item.index)}
            >
              {startsDay[item.index] && <h2 class="mail-list-day">{formats.day(row.receivedAt)}</h2>}
              <KeptRow
                row={row}
                mark={marks.byKey.get(key)}
                tagById={marks.tagById}
                preview={previews.get(key)}
                words={search.words}
                senderWords={search.senderWords}
                searched={searched}
                portrait={portraits.get(senderKey(row))}
                isOpen={item.index === openIndex}
                isTabStop={item.index === active || (!drawn && at === 0)}
                isSelected={selection.has(key)}
                onSelect={selectors(item.index)}
                t={t}
                formats={formats}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** A row that renders only when its props change: a list renders many times a second while it scrolls. */
function KeptRow(props: MailListRowProps) {
  // oxlint-disable-next-line react/exhaustive-deps -- the props' values, in the order they are written.
  return useMemo(() => <MailListRow {...props} />, Object.values(props));
}

function daysStarting(rows: readonly MailRow[], formats: Formats): boolean[] {
  let before = '';
  return rows.map(({ receivedAt }) => {
    const day = formats.dayKey(receivedAt);
    const starts = day !== before;
    before = day;
    return starts;
  });
}

/** The size of a rem in CSS pixels, updated when the text size changes. */
function useRootSize(): number {
  const read = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  const [size, setSize] = useState(read);
  useEffect(() => {
    const observer = new MutationObserver(() => setSize(read()));
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-text-size'] });
    return () => observer.disconnect();
  }, []);
  return size;
}

const steps: Record<string, number | 'first' | 'last'> = {
  ArrowDown: 1,
  j: 1,
  ArrowUp: -1,
  k: -1,
  PageDown: 8,
  PageUp: -8,
  Home: 'first',
  End: 'last',
};
