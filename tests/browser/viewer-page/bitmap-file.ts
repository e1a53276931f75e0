/** A drawn picture as BMP, which is written at once: the browser's own encoders wait until the page is idle. */
export function asBitmapFile({ width, height, data }: ImageData): Blob {
  const headBytes = 54;
  const view = new DataView(new ArrayBuffer(headBytes + data.length));
  view.setUint16(0, 0x424d);
  view.setUint32(2, view.byteLength, true);
  view.setUint32(10, headBytes, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  view.setInt32(22, -height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 32, true);
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    view.setUint32(headBytes + at, (red << 16) | (green << 8) | blue, true);
  }
  return new Blob([view.buffer], { type: 'image/bmp' });
}
