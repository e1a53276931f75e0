import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { MailKey, MailRow } from '../../../lib/mail/mail.ts';
import { mailKeyText } from '../../../lib/mail/mail.ts';
import type { Formats } from '../../shared/format.ts';
import type { Translate } from '../../shared/translate.ts';
import { senderKey } from '../shared/mail-filter.ts';
import { MailListRow } from './MailListRow.tsx';
import type { Portraits } from '../shared/use-portraits.ts';
import { useVirtualList } from './use-virtual-list.ts';

interface MailListProps {
  rows: readonly MailRow[];
  texts: ReadonlyMap<string, string>;
  words: readonly string[];
  portraits: Portraits;
  open: MailKey | undefined;
  /** Changes when another list is shown, which then starts at its top. */
  listKey: string;
  t: Translate;
  formats: Formats;
}

const rowHeight = 96;
const dayHeight = 44;

/** Every mail, newest first under its day; only what is near the window exists in the page. */
export function MailList({ rows, texts, words, portraits, open, listKey, t, formats }: MailListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const wantsFocus = useRef(false);
  const openText = open && mailKeyText(open);
  const startsDay = (index: number): boolean => {
    const [row, before] = [rows[index], rows[index - 1]];
    return !row || !before || formats.dayKey(row.receivedAt) !== formats.dayKey(before.receivedAt);
  };
  const list = useVirtualList({
    scroller,
    count: rows.length,
    estimateSize: (index) => rowHeight + (startsDay(index) ? dayHeight : 0),
    keyOf: (index) => mailKeyText(rows[index] ?? { service: '', account: '', id: String(index) }),
  });

  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
    setActive(0);
  }, [listKey]);

  useEffect(() => {
    const index = openText === undefined ? -1 : rows.findIndex((row) => mailKeyText(row) === openText);
    if (index < 0) return;
    setActive(index);
    list.scrollTo(index);
    // Only another mail moves the list: one that grows during a backup stays where it is.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [openText]);

  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    const link = scroller.current?.querySelector<HTMLElement>(`[data-index="${active}"] .mail-row`);
    if (!link) return;
    wantsFocus.current = false;
    link.focus();
  });

  const moveTo = (index: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    wantsFocus.current = true;
    setActive(next);
    list.scrollTo(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    moveTo(step === 'first' ? 0 : step === 'last' ? rows.length - 1 : active + step);
  };
  const drawn = list.items.some(({ index }) => index === active);

  return (
    <div class="mail-list-scroller" ref={scroller} onKeyDown={onKeyDown}>
      <div
        role="list"
        aria-label={t('viewerMails')}
        class="mail-list"
        style={{ height: `${list.totalSize}px` }}
      >
        {list.items.map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          const key = mailKeyText(row);
          return (
            <div
              role="listitem"
              key={key}
              ref={list.measure}
              data-index={item.index}
              class="mail-list-item"
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
              style={{ transform: `translateY(${item.start}px)` }}
              onFocusIn={() => setActive(item.index)}
            >
              {startsDay(item.index) && <h2 class="mail-list-day">{formats.day(row.receivedAt)}</h2>}
              <MailListRow
                row={row}
                text={texts.get(key)}
                words={words}
                portrait={portraits.get(senderKey(row))}
                isOpen={key === openText}
                isTabStop={item.index === active || (!drawn && item === list.items[0])}
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
