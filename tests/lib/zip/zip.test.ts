import { describe, expect, it } from 'vitest';
import { blobFile, type StoredFile } from '../../../lib/zip/stored-file.ts';
import { checkZip, createZipAssembly, type ZipPart } from '../../../lib/zip/assemble.ts';
import { readDirectory, type Sliceable } from '../../../lib/zip/read-directory.ts';
import { directoryHeader, dosDate, dosTime, localHeader, type ZipEntry } from '../../../lib/zip/records.ts';
import { noTime } from '../../../lib/mail/zoned-time.ts';

const gib = 1024 ** 3;

function anEntry(path: string, sizeBytes: number): ZipEntry {
  return { path, method: 'stored', crc32: 0x12345678, compressedSize: sizeBytes, sizeBytes, time: noTime };
}

/** A file too large for the memory: it has a size, and reads as zeros. */
function aHugeFile(size: number): StoredFile {
  return blobFile({ size, type: '', zeros: true } as unknown as Blob);
}

/** The finished file, of which only small pieces are ever read. */
function join(parts: readonly ZipPart[]): Sliceable {
  const sizeOf = (part: ZipPart) => (part instanceof Uint8Array ? part.length : part.size);
  const size = parts.reduce((sum, part) => sum + sizeOf(part), 0);
  return {
    size,
    slice: (from, to) => ({
      arrayBuffer() {
        const bytes = new Uint8Array(to - from);
        let at = 0;
        for (const part of parts) {
          if (part instanceof Uint8Array && at < to && at + part.length > from) {
            const start = Math.max(from, at);
            bytes.set(part.subarray(start - at, Math.min(to, at + part.length) - at), start - from);
          }
          at += sizeOf(part);
        }
        return Promise.resolve(bytes.buffer);
      },
    }),
  };
}

describe('A ZIP beyond 4 GiB', () => {
  const build = () => {
    const assembly = createZipAssembly();
    assembly.addStored(anEntry('media/large.mp4', 5 * gib), aHugeFile(5 * gib));
    assembly.addStored(anEntry('media/small.jpg', 7), blobFile(new Blob(['picture'])));
    return { assembly, parts: assembly.finish() };
  };

  it('has true sizes and offsets', async () => {
    const header = localHeader(anEntry('media/large.mp4', 5 * gib)).length;
    expect(header).toBe(30 + 15 + 20);
    expect(await readDirectory(join(build().parts))).toMatchObject([
      {
        path: 'media/large.mp4',
        method: 0,
        crc32: 0x12345678,
        compressedSize: 5 * gib,
        sizeBytes: 5 * gib,
        offset: 0,
      },
      {
        path: 'media/small.jpg',
        method: 0,
        crc32: 0x12345678,
        compressedSize: 7,
        sizeBytes: 7,
        offset: 5 * gib + header,
      },
    ]);
  });

  it('passes its own check', async () => {
    const { assembly, parts } = build();
    await expect(checkZip(join(parts), assembly.entries)).resolves.toBeUndefined();
  });

  it('has the ZIP64 extra field only where a value needs it', () => {
    const near = directoryHeader(anEntry('a', 1), 0xfffffffe);
    const far = directoryHeader(anEntry('a', 1), 0xffffffff);
    expect(near.length).toBe(46 + 1);
    expect(far.length).toBe(46 + 1 + 12);
  });
});

describe('The check of a finished ZIP', () => {
  const build = async (): Promise<{ bytes: Uint8Array<ArrayBuffer>; entries: readonly ZipEntry[] }> => {
    const assembly = createZipAssembly();
    for (const path of ['a.jpg', 'b.jpg', 'c.jpg'])
      assembly.addStored(anEntry(path, 7), blobFile(new Blob(['picture'])));
    const bytes = new Uint8Array(await new Blob(assembly.finish()).arrayBuffer());
    return { bytes, entries: assembly.entries };
  };

  it('refuses a file that is cut anywhere', async () => {
    const { bytes, entries } = await build();
    for (let size = 0; size < bytes.length; size += 1) {
      await expect(checkZip(new Blob([bytes.subarray(0, size)]), entries)).rejects.toThrow();
    }
  });

  it('refuses a file into which a byte has slipped', async () => {
    const { bytes, entries } = await build();
    const shifted = new Blob([new Uint8Array(1), bytes]);
    await expect(checkZip(shifted, entries)).rejects.toMatchObject({ code: 'export-failed' });
  });

  it('refuses a directory of other files', async () => {
    const { bytes, entries } = await build();
    await expect(checkZip(new Blob([bytes]), entries.slice(1))).rejects.toMatchObject({
      code: 'export-failed',
    });
  });

  it('refuses bytes of another length than stated', () => {
    const assembly = createZipAssembly();
    expect(() => assembly.addStored(anEntry('a.jpg', 8), blobFile(new Blob(['picture'])))).toThrow(
      'another size',
    );
  });
});

describe('Times in a ZIP', () => {
  it('are days since 1980 and steps of two seconds', () => {
    const time = { year: 2020, month: 1, day: 2, hour: 21, minute: 3, second: 4 };
    expect(dosDate(time)).toBe((40 << 9) | (1 << 5) | 2);
    expect(dosTime(time)).toBe((21 << 11) | (3 << 5) | 2);
  });

  it('are never before 1980 or after 2107', () => {
    expect(dosDate({ ...noTime, year: 1970 })).toBe((1 << 5) | 1);
    expect(dosDate({ ...noTime, year: 2500 })).toBe((127 << 9) | (1 << 5) | 1);
  });
});
