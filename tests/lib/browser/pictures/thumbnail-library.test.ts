import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { blobFile } from '../../../../lib/zip/stored-file.ts';
import type { ThumbnailRecord } from '../../../../lib/browser/mail-store/records/thumbnails.ts';
import type { ThumbnailStore } from '../../../../lib/browser/mail-store/doors/thumbnail-store.ts';
import { withThumbnails } from '../../../../lib/browser/pictures/thumbnail-library.ts';
import type { MailLibrary } from '../../../../lib/mail/mail-library.ts';
import type { MediaFile } from '../../../../lib/mail/media.ts';

const never = new AbortController().signal;

function aFile(key: string, change: Partial<MediaFile> = {}): MediaFile {
  const ref = {
    key,
    url: `https://img.letters.test/${key}`,
    kind: 'image',
    role: 'body',
    mailId: 'm1',
  } as const;
  return { service: 'letters', account: 'a1', state: 'saved', ref, ...change };
}

function setUp(undecodable: string[] = []) {
  const records = new Map<string, ThumbnailRecord>();
  const reads: string[][] = [];
  const made: string[] = [];
  const store: ThumbnailStore = {
    read(keys) {
      reads.push(keys.map(({ key }) => key));
      return Promise.resolve(keys.map(({ key }) => records.get(key)));
    },
    put(thumbnails) {
      for (const each of thumbnails) records.set(each.key, each);
      return Promise.resolve();
    },
  };
  const library = withThumbnails({} as MailLibrary, {
    store,
    make: async (file) => {
      const key = await file.text();
      made.push(key);
      return undecodable.includes(key) ? undefined : { bytes: new ArrayBuffer(4), contentType: 'image/webp' };
    },
    openFile: (_, key) => Promise.resolve(blobFile(new Blob([key]))),
  });
  const open = async (file: MediaFile) => (await library.openThumbnail?.(file, never))?.contentType;
  return { open, records, reads, made };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Advances the timers of the queue until all are opened. */
async function all<T>(requests: Promise<T>[]): Promise<T[]> {
  const done = Promise.all(requests);
  await vi.advanceTimersByTimeAsync(1_000);
  return done;
}

describe('a library with thumbnails', () => {
  it('makes each once, and stores it', async () => {
    const { open, records, made } = setUp();
    expect(await all([open(aFile('a')), open(aFile('b'))])).toEqual(['image/webp', 'image/webp']);
    expect([...records.keys()].sort()).toEqual(['a', 'b']);
    expect(await all([open(aFile('a'))])).toEqual(['image/webp']);
    expect(made.sort()).toEqual(['a', 'b']);
  });

  it('reads a screenful in one transaction', async () => {
    const { open, reads } = setUp();
    await all(['a', 'b', 'c'].map((key) => open(aFile(key))));
    expect(reads).toEqual([['a', 'b', 'c']]);
  });

  it('does not try again what the browser cannot decode', async () => {
    const { open, made } = setUp(['a']);
    expect(await all([open(aFile('a'))])).toEqual([undefined]);
    expect(await all([open(aFile('a'))])).toEqual([undefined]);
    expect(made).toEqual(['a']);
  });

  it('makes none of files that are not saved, nor of audio', async () => {
    const { open, made } = setUp();
    const voice = aFile('v');
    const files = [
      aFile('a', { state: 'gone' }),
      { ...voice, ref: { ...voice.ref, kind: 'audio' as const } },
    ];
    expect(await all(files.map(open))).toEqual([undefined, undefined]);
    expect(made).toEqual([]);
  });
});
