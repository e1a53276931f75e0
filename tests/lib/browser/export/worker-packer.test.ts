import { describe, expect, it } from 'vitest';
import { packTexts } from '../../../../lib/browser/export/pack-texts.ts';
import { answerPacks, createWorkerPacker } from '../../../../lib/browser/export/worker-packer.ts';
import { noTime } from '../../../../lib/mail/zoned-time.ts';
import type { TextEntry } from '../../../../lib/zip/zip-file.ts';
import { brokenWorker, fakeWorker } from '../../../support/fake-worker.ts';

const text = (path: string, words: string): TextEntry => ({
  kind: 'data',
  path,
  time: noTime,
  bytes: new TextEncoder().encode(words),
});
const entries = [text('a.txt', 'rain '.repeat(90)), text('b.txt', '비')];
const others = [text('c.txt', 'snow')];

describe('texts packed in a worker', () => {
  it('are the same bytes as in this thread, each pack its own', async () => {
    const packer = createWorkerPacker(() => fakeWorker(answerPacks));
    const packed = await Promise.all([packer.pack(entries), packer.pack(others)]);
    expect(packed).toEqual([await packTexts(entries), await packTexts(others)]);
    packer.close();
  });

  it('are packed in this thread when the worker fails, or cannot be started', async () => {
    const broken = createWorkerPacker(brokenWorker);
    expect(await broken.pack(entries)).toEqual(await packTexts(entries));
    expect(await broken.pack(others)).toEqual(await packTexts(others));
    const absent = createWorkerPacker(() => {
      throw new Error('no workers here');
    });
    expect(await absent.pack(others)).toEqual(await packTexts(others));
  });
});
