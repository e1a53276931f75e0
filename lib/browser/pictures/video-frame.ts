/** A video without a frame after this time, in milliseconds, counts as unplayable. */
const patienceMs = 10_000;
/** The position of the frame in seconds, unless the video is shorter: the very first frame is often black. */
const at = 1;

/** One frame of a video; resolves with undefined when it cannot be played. Works in pages only. */
export async function captureFrame(file: Blob): Promise<ImageBitmap | undefined> {
  const url = URL.createObjectURL(file);
  const video = document.createElement('video');
  video.muted = true;
  video.preload = 'auto';
  try {
    const metadata = eventOf(video, 'loadedmetadata');
    video.src = url;
    await metadata;
    const seeked = eventOf(video, 'seeked');
    // A fragment of a recording has no finite duration.
    video.currentTime = Number.isFinite(video.duration) ? Math.min(at, video.duration / 4) : 0;
    await seeked;
    return await createImageBitmap(video);
  } catch {
    return undefined;
  } finally {
    video.removeAttribute('src');
    video.load();
    URL.revokeObjectURL(url);
  }
}

function eventOf(video: HTMLVideoElement, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (): void => reject(new TypeError('The video cannot be played.'));
    const timer = setTimeout(refuse, patienceMs);
    video.addEventListener(
      event,
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
    video.addEventListener('error', refuse, { once: true });
  });
}
