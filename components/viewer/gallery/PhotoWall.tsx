import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { MediaItem } from '../../../lib/mail/media.ts';
import { mediaKeyText } from '../../../lib/mail/media.ts';
import type { Formats } from '../../shared/format.ts';
import type { Translate } from '../../shared/translate.ts';
import type { DateNames } from '../shared/date-names.ts';
import { MediaTile } from './MediaTile.tsx';
import type { ThumbnailShelf } from './thumbnail-shelf.ts';
import type { MediaSelection } from './use-media-selection.ts';
import { useWallWindow } from './use-wall-window.ts';
import { headingHeight, layOutWall, piecesBetween, rowOf, stepRow, wallGap } from './wall-layout.ts';
import type { WallLayout, WallMonth, WallPiece } from './wall-layout.ts';

interface PhotoWallProps {
  /** The element that scrolls: it contains the wall and everything above it. */
  scroller: RefObject<HTMLElement | null>;
  items: readonly MediaItem[];
  months: readonly WallMonth[];
  shelf: ThumbnailShelf;
  /** Changes when the filter changes; the wall then scrolls to its top. */
  wallKey: string;
  /** The index of the square that has the keyboard. */
  active: number;
  /** Set when the active square must receive the focus once it is rendered. */
  wantsFocus: RefObject<boolean>;
  onActive(index: number): void;
  onOpen(index: number): void;
  /** Undefined where files cannot be saved together. */
  selection: MediaSelection | undefined;
  /** Formats a count: `12 pictures`. */
  sayCount(count: number): string;
  t: Translate;
  formats: Formats;
  names: DateNames;
}

/** All files under their months, newest first; only squares near the window are in the page. */
export function PhotoWall(props: PhotoWallProps) {
  const { scroller, items, months, active, wallKey, wantsFocus, selection, onActive, onOpen, names } = props;
  const wall = useRef<HTMLDivElement>(null);
  const seen = useWallWindow(scroller, wall);
  const layout = useMemo(() => layOutWall(months, seen.width), [months, seen.width]);
  const pieces = seen.width === 0 ? [] : piecesBetween(layout, seen.top, seen.bottom);

  useEffect(() => scroller.current?.scrollTo({ top: 0 }), [scroller, wallKey]);

  const reveal = (index: number): void => {
    const outer = scroller.current;
    if (!outer || !wall.current) return;
    const offset = wall.current.offsetTop;
    const { top, bottom } = rowOf(layout, index);
    // The month's heading sticks to the top of the window and covers what scrolls under it.
    const highest = offset + top - headingHeight;
    const lowest = offset + bottom - outer.clientHeight + wallGap;
    if (outer.scrollTop > highest) outer.scrollTop = highest;
    else if (outer.scrollTop < lowest) outer.scrollTop = lowest;
  };

  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    const square = scroller.current?.querySelector<HTMLElement>(`[data-at="${active}"]`);
    if (!square) return reveal(active);
    wantsFocus.current = false;
    square.focus({ preventScroll: true });
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() !== 'a' || !selection) return;
      event.preventDefault();
      return selection.selectAll();
    }
    if (event.key === 'Escape' && selection?.isOn) return selection.clear();
    if (event.key.toLowerCase() === 'x') return selection?.toggle(active, event.shiftKey ? 'range' : 'one');
    const next = nextIndex(event.key, layout, active, items.length, scroller.current);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey) selection?.extendTo(next, active);
    wantsFocus.current = true;
    onActive(next);
    reveal(next);
  };
  const onClick = (event: MouseEvent): void => {
    const at = (event.target as Element).closest<HTMLElement>('[data-at]')?.dataset['at'];
    if (at === undefined) return;
    const isMeantToChoose = selection?.isOn === true || event.ctrlKey || event.metaKey || event.shiftKey;
    if (selection && isMeantToChoose) selection.toggle(Number(at), event.shiftKey ? 'range' : 'one');
    else onOpen(Number(at));
  };
  const onFocusIn = (event: FocusEvent): void => {
    const at = (event.target as Element).closest<HTMLElement>('[data-at]')?.dataset['at'];
    if (at !== undefined && Number(at) !== active) onActive(Number(at));
  };
  const isDrawn = pieces.some(({ from, to }) => active >= from && active < to);
  const firstDrawn = pieces.find(({ from, to }) => to > from)?.from ?? 0;

  return (
    <div
      class="wall"
      ref={wall}
      style={{ height: `${layout.height}px` }}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onFocusIn={onFocusIn}
    >
      {pieces.map((piece) => (
        <Month
          key={piece.group.from}
          {...props}
          piece={piece}
          layout={layout}
          tabStop={isDrawn ? active : firstDrawn}
          title={names.month(piece.group.day)}
        />
      ))}
    </div>
  );
}

interface MonthProps extends PhotoWallProps {
  piece: WallPiece;
  layout: WallLayout;
  tabStop: number;
  title: string;
}

function Month({ piece, layout, items, shelf, selection, tabStop, title, sayCount, t, formats }: MonthProps) {
  const { group, from, to } = piece;
  const { columns, tile } = layout;
  const shift = headingHeight + Math.floor((from - group.from) / columns) * (tile + wallGap);
  const total = group.to - group.from;
  return (
    <section
      class="wall-month"
      aria-label={title}
      style={{ transform: `translateY(${group.top}px)`, height: `${group.height}px` }}
    >
      <h3 class="wall-heading" style={{ height: `${headingHeight}px` }}>
        {title} <span class="wall-count">{sayCount(total)}</span>
      </h3>
      <ul
        role="list"
        aria-label={title}
        class="wall-squares"
        style={{
          top: `${shift}px`,
          gridTemplateColumns: `repeat(${columns}, ${tile}px)`,
          gap: `${wallGap}px`,
        }}
      >
        {items.slice(from, to).map((item, at) => (
          <li
            key={mediaKeyText(item.file)}
            aria-setsize={total}
            aria-posinset={from - group.from + at + 1}
            style={{ height: `${tile}px` }}
          >
            <MediaTile
              item={item}
              index={from + at}
              shelf={shelf}
              isTabStop={from + at === tabStop}
              isChosen={selection?.isOn ? selection.has(item) : undefined}
              t={t}
              formats={formats}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The index a key leads to; undefined for other keys. */
function nextIndex(
  key: string,
  layout: WallLayout,
  active: number,
  count: number,
  scroller: HTMLElement | null,
): number | undefined {
  const isMirrored = scroller !== null && getComputedStyle(scroller).direction === 'rtl';
  const forward = isMirrored ? 'ArrowLeft' : 'ArrowRight';
  const back = isMirrored ? 'ArrowRight' : 'ArrowLeft';
  const rows = Math.max(1, Math.floor((scroller?.clientHeight ?? 0) / (layout.tile + wallGap)) - 1);
  const byRows = (step: 1 | -1): number => {
    let next = active;
    for (let row = 0; row < rows; row++) next = stepRow(layout, next, step);
    return next;
  };
  switch (key) {
    case forward:
      return Math.min(count - 1, active + 1);
    case back:
      return Math.max(0, active - 1);
    case 'ArrowDown':
      return stepRow(layout, active, 1);
    case 'ArrowUp':
      return stepRow(layout, active, -1);
    case 'PageDown':
      return byRows(1);
    case 'PageUp':
      return byRows(-1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
