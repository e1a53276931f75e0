/** The files of one month, as indices into the list of all files: from `from` to before `to`. */
export interface WallMonth {
  /** The number of the month's first day. */
  day: number;
  from: number;
  to: number;
}

/** A month on the wall, in CSS pixels from the wall's top. */
export interface WallGroup extends WallMonth {
  top: number;
  height: number;
}

/** Where each file is; the squares have one size, so that nothing has to be measured. */
export interface WallLayout {
  groups: WallGroup[];
  columns: number;
  tile: number;
  height: number;
}

/** The space between two squares, in CSS pixels. */
export const wallGap = 4;
/** The height of a month's heading, in CSS pixels. */
export const headingHeight = 52;
const bottomSpace = 12;
const leastTile = 104;
const widestTile = 172;

/** Divides the width into squares, at least three in a row. */
export function layOutWall(months: readonly WallMonth[], width: number): WallLayout {
  const wanted = width < 600 ? leastTile : widestTile;
  const columns = Math.max(3, Math.floor((width + wallGap) / (wanted + wallGap)));
  const tile = Math.max(1, (width - (columns - 1) * wallGap) / columns);
  let top = 0;
  const groups = months.map((month) => {
    const rows = Math.ceil((month.to - month.from) / columns);
    const height = headingHeight + rows * (tile + wallGap) + bottomSpace;
    const group = { ...month, top, height };
    top += height;
    return group;
  });
  return { groups, columns, tile, height: top };
}

/** A run of a month's files to render. */
export interface WallPiece {
  group: WallGroup;
  from: number;
  to: number;
}

/** The files to render between two heights of the wall, in whole rows. */
export function piecesBetween(layout: WallLayout, top: number, bottom: number): WallPiece[] {
  const { groups, columns, tile } = layout;
  const pieces: WallPiece[] = [];
  for (let at = findGroup(groups, top); at < groups.length; at++) {
    const group = groups[at];
    if (!group || group.top >= bottom) break;
    const inGroup = (height: number): number =>
      Math.floor((height - group.top - headingHeight) / (tile + wallGap));
    const from = group.from + Math.max(0, inGroup(top)) * columns;
    const to = group.from + Math.max(0, inGroup(bottom) + 1) * columns;
    pieces.push({ group, from: Math.min(from, group.to), to: Math.min(to, group.to) });
  }
  return pieces;
}

/** Where the row of a file begins and ends. */
export function rowOf(layout: WallLayout, index: number): { top: number; bottom: number } {
  const group = groupOf(layout, index);
  const row = group ? Math.floor((index - group.from) / layout.columns) : 0;
  const top = (group?.top ?? 0) + headingHeight + row * (layout.tile + wallGap);
  return { top, bottom: top + layout.tile };
}

/** The file above (−1) or below (+1) a file, across months too; the same file at the wall's ends. */
export function stepRow(layout: WallLayout, index: number, step: 1 | -1): number {
  const { groups, columns } = layout;
  const at = groups.findIndex(({ to }) => index < to);
  const group = groups[at];
  if (!group) return index;
  const column = (index - group.from) % columns;
  const next = index + step * columns;
  if (step < 0) {
    if (next >= group.from) return next;
    const above = groups[at - 1];
    if (!above) return index;
    const lastRow = above.from + Math.floor((above.to - above.from - 1) / columns) * columns;
    return Math.min(lastRow + column, above.to - 1);
  }
  if (next < group.to) return next;
  const isLastRow =
    Math.floor((index - group.from) / columns) === Math.floor((group.to - 1 - group.from) / columns);
  if (!isLastRow) return group.to - 1;
  const below = groups[at + 1];
  return below ? Math.min(below.from + column, below.to - 1) : index;
}

function groupOf({ groups }: WallLayout, index: number): WallGroup | undefined {
  return groups.find(({ to }) => index < to);
}

/** The first group that reaches below `top`. */
function findGroup(groups: readonly WallGroup[], top: number): number {
  let low = 0;
  let high = groups.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const group = groups[middle];
    if (group && group.top + group.height > top) high = middle;
    else low = middle + 1;
  }
  return low;
}
