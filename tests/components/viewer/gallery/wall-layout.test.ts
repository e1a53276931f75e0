import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  headingHeight,
  layOutWall,
  piecesBetween,
  rowOf,
  stepRow,
} from '../../../../components/viewer/gallery/wall-layout.ts';
import type { WallMonth } from '../../../../components/viewer/gallery/wall-layout.ts';

/** Months with the given numbers of files. */
function months(...sizes: number[]): WallMonth[] {
  let from = 0;
  return sizes.map((size, at) => {
    const month = { day: -at * 31, from, to: from + size };
    from += size;
    return month;
  });
}

const anyWall = fc
  .record({
    sizes: fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 12 }),
    width: fc.integer({ min: 300, max: 2000 }),
  })
  .map(({ sizes, width }) => ({
    count: sizes.reduce((sum, size) => sum + size, 0),
    layout: layOutWall(months(...sizes), width),
  }));

describe('the wall', () => {
  it('fills its width with squares, at least three in a row', () => {
    const { columns, tile } = layOutWall(months(10), 1000);
    expect({ columns, tile }).toEqual({ columns: 5, tile: 196.8 });
    expect(layOutWall(months(10), 330).columns).toBe(3);
  });

  it('puts each month under the one before', () => {
    const { groups, height } = layOutWall(months(3, 4), 330);
    expect(groups[1]?.top).toBe(groups[0]?.height);
    expect(height).toBe((groups[0]?.height ?? 0) + (groups[1]?.height ?? 0));
  });

  it('renders every file in the window, and no row far from it', () => {
    fc.assert(
      fc.property(anyWall, fc.double({ min: 0, max: 1, noNaN: true }), ({ layout, count }, place) => {
        const top = Math.floor(layout.height * place);
        const bottom = top + 700;
        const drawn = new Set(
          piecesBetween(layout, top, bottom).flatMap(({ from, to }) =>
            Array.from({ length: to - from }, (_, at) => from + at),
          ),
        );
        for (let index = 0; index < count; index++) {
          const row = rowOf(layout, index);
          const isSeen = row.bottom > top && row.top < bottom;
          if (isSeen) expect(drawn.has(index)).toBe(true);
          const isFar = row.bottom < top - 2 * layout.tile || row.top > bottom + 2 * layout.tile;
          if (isFar) expect(drawn.has(index)).toBe(false);
        }
      }),
    );
  });

  it('has the first row under the heading of its month', () => {
    expect(rowOf(layOutWall(months(5), 1000), 0).top).toBe(headingHeight);
  });
});

describe('a step by row', () => {
  const layout = layOutWall(months(7, 2, 4), 330);

  it('stays in its column', () => {
    expect(stepRow(layout, 1, 1)).toBe(4);
    expect(stepRow(layout, 4, -1)).toBe(1);
  });

  it('crosses to the next month, to its last file where the column is empty', () => {
    expect(stepRow(layout, 6, 1)).toBe(7);
    expect(stepRow(layout, 8, -1)).toBe(6);
    expect(stepRow(layout, 8, 1)).toBe(10);
  });

  it('takes the last file of a shorter last row', () => {
    expect(stepRow(layout, 5, 1)).toBe(6);
  });

  it('stays at the ends', () => {
    expect(stepRow(layout, 2, -1)).toBe(2);
    expect(stepRow(layout, 12, 1)).toBe(12);
  });

  it('never leaves the wall, and always moves in the given direction', () => {
    fc.assert(
      fc.property(anyWall, fc.nat(), ({ layout: wall, count }, seed) => {
        const index = seed % count;
        const down = stepRow(wall, index, 1);
        const up = stepRow(wall, index, -1);
        expect(down >= index && down < count).toBe(true);
        expect(up <= index && up >= 0).toBe(true);
      }),
    );
  });
});
