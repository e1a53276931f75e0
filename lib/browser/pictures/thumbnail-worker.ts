import type { ThumbnailAnswer, ThumbnailJob } from './thumbnail-maker.ts';

/** The length of a side in pixels: sharp at the gallery's largest squares on dense screens. */
const side = 288;
/** The share of a tall picture's surplus height that is cut off at the top: faces are above the middle. */
const cutFromTop = 0.3;

/** Decodes, crops and encodes outside the page's thread, so that scrolling never waits for a picture. */
onmessage = ({ data: { number, picture } }: MessageEvent<ThumbnailJob>): void => {
  void shrink(picture).then(
    ({ bytes, contentType }) => {
      const answer: ThumbnailAnswer = { number, thumbnail: { bytes, contentType } };
      postMessage(answer, { transfer: [bytes] });
    },
    () => postMessage({ number } satisfies ThumbnailAnswer),
  );
};

async function shrink(picture: Blob | ImageBitmap): Promise<{ bytes: ArrayBuffer; contentType: string }> {
  const bitmap = picture instanceof Blob ? await createImageBitmap(picture) : picture;
  try {
    const cut = Math.min(bitmap.width, bitmap.height);
    // A picture smaller than the square is not enlarged.
    const size = Math.min(side, cut);
    const canvas = new OffscreenCanvas(size, size);
    const brush = canvas.getContext('2d');
    if (!brush) throw new TypeError('There is no canvas to draw on.');
    brush.imageSmoothingQuality = 'high';
    const left = (bitmap.width - cut) / 2;
    const top = (bitmap.height - cut) * cutFromTop;
    brush.drawImage(bitmap, left, top, cut, cut, 0, 0, size, size);
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.78 });
    return { bytes: await blob.arrayBuffer(), contentType: blob.type };
  } finally {
    bitmap.close();
  }
}
