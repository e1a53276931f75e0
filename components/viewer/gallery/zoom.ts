/** The zoom of a picture on its stage: `x` and `y` move its centre, in CSS pixels of the stage. */
export interface Zoom {
  scale: number;
  x: number;
  y: number;
}

/** A point or a size in CSS pixels; points are counted from the stage's centre. */
export interface Point {
  x: number;
  y: number;
}

/** A size in CSS pixels. */
export interface Size {
  width: number;
  height: number;
}

/** The whole picture, as large as fits. */
export const wholePicture: Zoom = { scale: 1, x: 0, y: 0 };
/** The largest scale of a picture. */
export const mostScale = 8;

/** The size of a picture fitted into a stage; never larger than the picture itself. */
export function fitInto(picture: Size, stage: Size): Size {
  const scale = Math.min(1, stage.width / picture.width, stage.height / picture.height);
  return { width: picture.width * scale, height: picture.height * scale };
}

/** Enlarges by `factor` and keeps the point at `point` in place. `fitted` is the size of the picture at scale 1. */
export function zoomBy(zoom: Zoom, factor: number, point: Point, fitted: Size, stage: Size): Zoom {
  const scale = Math.min(mostScale, Math.max(1, zoom.scale * factor));
  const change = scale / zoom.scale;
  const moved = {
    scale,
    x: point.x - (point.x - zoom.x) * change,
    y: point.y - (point.y - zoom.y) * change,
  };
  return keepInside(moved, fitted, stage);
}

/** Moves the picture; it stops where its edge would leave the stage's edge. */
export function panBy(zoom: Zoom, by: Point, fitted: Size, stage: Size): Zoom {
  return keepInside({ ...zoom, x: zoom.x + by.x, y: zoom.y + by.y }, fitted, stage);
}

function keepInside(zoom: Zoom, fitted: Size, stage: Size): Zoom {
  const roomX = Math.max(0, (fitted.width * zoom.scale - stage.width) / 2);
  const roomY = Math.max(0, (fitted.height * zoom.scale - stage.height) / 2);
  return {
    scale: zoom.scale,
    x: Math.min(roomX, Math.max(0 - roomX, zoom.x)),
    y: Math.min(roomY, Math.max(0 - roomY, zoom.y)),
  };
}
