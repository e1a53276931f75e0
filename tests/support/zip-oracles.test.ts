import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import JSZip from 'jszip';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { zipOracles } from './zip-oracles.ts';

let folder: string;
let file: string;

async function aZip(): Promise<Uint8Array> {
  const zip = new JSZip();
  zip.file('장원영/🐣 one.txt', 'the words of one');
  zip.file('two.txt', 'the words of two');
  return zip.generateAsync({ type: 'uint8array', compression: 'STORE' });
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mail-ark-oracles-'));
  file = join(folder, 'archive.zip');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

describe('the programs that read ZIPs', () => {
  it('are six', () => {
    expect(zipOracles.map(({ name }) => name)).toEqual([
      'unzip -t',
      'zip -T',
      'python3 zipfile',
      '7z t',
      'bsdtar -x',
      'jar tf',
    ]);
  });

  it.each(zipOracles)('$name accepts a whole one and lists its names', async ({ complaintOf, namesIn }) => {
    await writeFile(file, await aZip());
    expect(complaintOf(file)).toBeUndefined();
    expect(namesIn(file).filter((name) => !name.endsWith('/'))).toEqual(
      expect.arrayContaining(['장원영/🐣 one.txt', 'two.txt']),
    );
  });

  // A program that reads from front to back does not need the end.
  it.each(zipOracles.filter(({ name }) => name !== 'bsdtar -x'))(
    '$name rejects a torn one',
    async ({ complaintOf }) => {
      await writeFile(file, (await aZip()).slice(0, -40));
      expect(complaintOf(file)).toBeTruthy();
    },
  );

  // Java's tool reads only the directory.
  it.each(zipOracles.filter(({ name }) => name !== 'jar tf'))(
    '$name rejects a changed byte',
    async ({ complaintOf }) => {
      const zip = await aZip();
      const at = Buffer.from(zip).indexOf('the words of two');
      zip[at] = 'T'.charCodeAt(0);
      await writeFile(file, zip);
      expect(complaintOf(file)).toBeTruthy();
    },
  );

  it.each(zipOracles)('$name fails where its program is missing', async ({ complaintOf, namesIn }) => {
    await writeFile(file, await aZip());
    vi.stubEnv('PATH', folder);
    expect(() => complaintOf(file)).toThrow('cannot be run');
    expect(() => namesIn(file)).toThrow('cannot be run');
  });
});
