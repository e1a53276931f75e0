import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fitInto,
  mostScale,
  panBy,
  wholePicture,
  zoomBy,
} from '../../../../components/viewer/gallery/zoom.ts';

const stage = { width: 800, height: 600 };
const fitted = { width: 800, height: 400 };

describe('a picture on its stage', () => {
  it('fits, and is never enlarged to fit', () => {
    expect(fitInto({ width: 1600, height: 800 }, stage)).toEqual({ width: 800, height: 400 });
    expect(fitInto({ width: 60, height: 40 }, stage)).toEqual({ width: 60, height: 40 });
  });

  it('keeps what is under the pointer where it is', () => {
    const zoomed = zoomBy(wholePicture, 2, { x: 100, y: 0 }, fitted, stage);
    expect(zoomed).toEqual({ scale: 2, x: -100, y: 0 });
  });

  it('is whole again after zooming out as far as it goes', () => {
    const zoomed = zoomBy(wholePicture, 4, { x: 300, y: 120 }, fitted, stage);
    expect(zoomBy(zoomed, 0.01, { x: -50, y: 80 }, fitted, stage)).toEqual(wholePicture);
  });

  it('cannot be moved while it is whole', () => {
    expect(panBy(wholePicture, { x: 90, y: -40 }, fitted, stage)).toEqual(wholePicture);
  });

  it('never shows more than its edge, after any steps', () => {
    const number = fc.double({ min: -900, max: 900, noNaN: true });
    const step = fc.record({ factor: fc.double({ min: 0.1, max: 5, noNaN: true }), x: number, y: number });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let zoom = wholePicture;
        for (const { factor, x, y } of steps) {
          zoom = zoomBy(zoom, factor, { x, y }, fitted, stage);
          zoom = panBy(zoom, { x: y, y: x }, fitted, stage);
        }
        expect(zoom.scale).toBeGreaterThanOrEqual(1);
        expect(zoom.scale).toBeLessThanOrEqual(mostScale);
        const roomX = Math.max(0, (fitted.width * zoom.scale - stage.width) / 2);
        const roomY = Math.max(0, (fitted.height * zoom.scale - stage.height) / 2);
        expect(Math.abs(zoom.x)).toBeLessThanOrEqual(roomX + 1e-6);
        expect(Math.abs(zoom.y)).toBeLessThanOrEqual(roomY + 1e-6);
      }),
    );
  });
});
