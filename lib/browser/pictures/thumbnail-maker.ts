import { captureFrame } from './video-frame.ts';

/** The request to the worker. */
export interface ThumbnailJob {
  number: number;
  picture: Blob | ImageBitmap;
}

/** The worker's answer; without a thumbnail when it cannot decode the bytes. */
export interface ThumbnailAnswer {
  number: number;
  thumbnail?: Thumbnail;
}

/** A small square picture. */
export interface Thumbnail {
  bytes: ArrayBuffer;
  contentType: string;
}

/** Makes the thumbnail of an image or a video; resolves with undefined when the browser cannot decode it. */
export type MakeThumbnail = (file: Blob) => Promise<Thumbnail | undefined>;

/** Creates the maker of a page; its worker starts with the first picture. */
export function createThumbnailMaker(): MakeThumbnail {
  const waiting = new Map<number, (thumbnail: Thumbnail | undefined) => void>();
  let count = 0;
  let worker: Worker | undefined;

  const start = (): Worker => {
    const started = new Worker(new URL('./thumbnail-worker.ts', import.meta.url), { type: 'module' });
    started.onmessage = ({ data: { number, thumbnail } }: MessageEvent<ThumbnailAnswer>) => {
      waiting.get(number)?.(thumbnail);
      waiting.delete(number);
    };
    // A worker that crashes, on a picture too large for the memory, fails its jobs; the next picture starts another.
    started.onerror = () => {
      worker = undefined;
      started.terminate();
      for (const answer of waiting.values()) answer(undefined);
      waiting.clear();
    };
    return started;
  };

  return async (file) => {
    const isVideo = file.type.startsWith('video/');
    const picture = isVideo ? await captureFrame(file) : file;
    if (!picture) return undefined;
    worker ??= start();
    const number = (count += 1);
    const answer = new Promise<Thumbnail | undefined>((resolve) => waiting.set(number, resolve));
    const job: ThumbnailJob = { number, picture };
    worker.postMessage(job, picture instanceof ImageBitmap ? [picture] : []);
    return answer;
  };
}
