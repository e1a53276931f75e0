/** A drawn picture as BMP, which is written at once: the browser's own encoders wait until the page is idle. */
export function asBitmapFile({ width, height, data }: ImageData): Blob {
  const headBytes = 54;
  const head = new DataView(new ArrayBuffer(headBytes));
  head.setUint16(0, 0x424d);
  head.setUint32(2, headBytes + data.length, true);
  head.setUint32(10, headBytes, true);
  head.setUint32(14, 40, true);
  head.setInt32(18, width, true);
  head.setInt32(22, -height, true);
  head.setUint16(26, 1, true);
  head.setUint16(28, 32, true);
  // A word for each pixel: pages draw many millions of them.
  const pixels = new Uint32Array(data.buffer).map(
    (pixel) => ((pixel & 0xff) << 16) | (pixel & 0xff00) | ((pixel >>> 16) & 0xff),
  );
  return new Blob([head.buffer, pixels], { type: 'image/bmp' });
}
