import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blobFile } from '../../../lib/zip/stored-file.ts';
import { zipLimits } from '../../../lib/zip/check-entries.ts';
import { openZip } from '../../../lib/zip/open-zip.ts';
import { noTime } from '../../../lib/mail/zoned-time.ts';
import { packTexts } from '../../../lib/browser/export/pack-texts.ts';
import { createZipWriter } from '../../../lib/zip/zip-writer.ts';
import { MailArkError } from '../../../lib/errors.ts';
import { craftZip, type CraftedEntry } from '../../support/crafted-zip.ts';
import { cases } from '../../support/fault-numbers.ts';

type Zip = Uint8Array<ArrayBuffer>;

/** Reads everything, as an import would. */
async function readAll(zip: Zip, limits = zipLimits): Promise<Record<string, string>> {
  const open = await openZip(new Blob([zip]), limits);
  const texts: [string, string][] = [];
  for (const entry of open.entries)
    texts.push([entry.path, new TextDecoder().decode(await open.bytes(entry))]);
  return Object.fromEntries(texts);
}

const codeOf = (reading: Promise<unknown>): Promise<string> =>
  reading.then(
    () => 'taken',
    (error: unknown) => {
      if (error instanceof MailArkError) return error.code;
      throw error;
    },
  );
const codeOfEntry = (entry: CraftedEntry): Promise<string> => codeOf(readAll(craftZip([entry])));

const small = (): Zip =>
  craftZip([
    { name: 'data/a.js', data: 'words '.repeat(40), method: 8 },
    { name: 'media/b.jpg', data: 'picture' },
    { name: 'empty.txt' },
    { name: 'folder/', unixMode: 0o040755 },
    { name: 'streamed.txt', data: 'behind the bytes', method: 8, isStreamed: true },
  ]);

describe('A ZIP', () => {
  it('returns its contents, whichever program packed it', async () => {
    expect(await readAll(small())).toEqual({
      'data/a.js': 'words '.repeat(40),
      'media/b.jpg': 'picture',
      'empty.txt': '',
      'streamed.txt': 'behind the bytes',
    });
  });

  it('may have a comment', async () => {
    const zip = craftZip([{ name: 'a', data: 'x' }], { comment: 'made by hand' });
    expect(await readAll(zip)).toEqual({ a: 'x' });
  });

  it('keeps a name like __proto__ a name', async () => {
    const open = await openZip(
      new Blob([craftZip([{ name: '__proto__', data: 'x' }, { name: 'constructor' }])]),
    );
    expect(open.entries.map(({ path }) => path)).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('of 70,000 entries is opened, and one above the limit is refused', async () => {
    const writer = createZipWriter(packTexts);
    for (let at = 0; at < 70_000; at += 1)
      await writer.add({
        kind: 'asset',
        path: `m/${at}`,
        time: noTime,
        file: blobFile(new Blob([])),
        crc32: 0,
      });
    const zip = await writer.finish();
    expect((await openZip(zip)).entries.length).toBe(70_000);
    expect(await codeOf(openZip(zip, { ...zipLimits, entries: 60_000 }))).toBe('zip-too-large');
  }, 180_000);
});

describe('A name', () => {
  const traps: [string, string][] = [
    ['leads upward', '../../evil.js'],
    ['leads upward in the middle', 'media/../../evil.js'],
    ['is absolute', '/etc/passwd'],
    ['is absolute on Windows', 'C:\\Windows\\evil.dll'],
    ['has a drive', 'C:evil'],
    ['has a backslash', 'media\\..\\evil'],
    ['is a device', 'media/CON'],
    ['is a device with an ending', 'media/aux.jpg'],
    ['holds NUL', 'media/a.jpg\0.exe'],
    ['holds a line break', 'media/a\n.jpg'],
    ['turns the writing around', 'media/\u202Egpj.exe'],
    ['hides a mark', 'media/a\u200b.jpg'],
    ['ends with a dot', 'media/a.'],
    ['ends with a space', 'media/a '],
    ['has an empty part', 'media//a.jpg'],
    ['is a dot', 'media/./a.jpg'],
    ['is empty', ''],
    ['is a server', '//host/share'],
    ['is longer than any system takes', 'a'.repeat(1_200)],
  ];
  for (const [what, name] of traps) {
    it(`that ${what} is refused`, async () => {
      expect(await codeOfEntry({ name, data: 'x' })).toBe('zip-unsafe');
    });
  }

  it('in no known writing is refused', async () => {
    expect(await codeOfEntry({ name: new Uint8Array([0xb0, 0xa1, 0xff]), data: 'x' })).toBe('zip-unsafe');
  });

  const clashes: [string, string, string][] = [
    ['the same', 'a.jpg', 'a.jpg'],
    ['the same ignoring case', 'media/A.jpg', 'media/a.JPG'],
    ['the same in another form of Unicode', 'media/\u00e9.jpg', 'media/e\u0301.jpg'],
    ['the same to a system that knows no width', 'media/ａ.jpg', 'media/a.jpg'],
  ];
  for (const [what, one, other] of clashes) {
    it(`may not be ${what} as another`, async () => {
      expect(
        await codeOf(
          readAll(
            craftZip([
              { name: one, data: '1' },
              { name: other, data: '2' },
            ]),
          ),
        ),
      ).toBe('zip-unsafe');
    });
  }

  it('of the local header is the one of the directory', async () => {
    expect(await codeOfEntry({ name: 'a.jpg', localName: 'b.jpg', data: 'x' })).toBe('zip-broken');
  });
});

describe('An entry', () => {
  it('that is a link is refused', async () => {
    expect(await codeOfEntry({ name: 'a', data: '/etc/passwd', unixMode: 0o120777 })).toBe('zip-unsafe');
  });

  it('that is a device is refused', async () => {
    expect(await codeOfEntry({ name: 'a', unixMode: 0o060644 })).toBe('zip-unsafe');
  });

  it('that is encrypted is refused, however it says so', async () => {
    for (const flags of [1, 0x40, 0x2000])
      expect(await codeOfEntry({ name: 'a', flags })).toBe('zip-encrypted');
    expect(await codeOfEntry({ name: 'a', method: 99 })).toBe('zip-encrypted');
  });

  it('packed by another method is refused', async () => {
    expect(await codeOfEntry({ name: 'a', method: 14 })).toBe('zip-method');
  });

  it('with a wrong checksum is refused', async () => {
    expect(await codeOfEntry({ name: 'a', data: 'words', crc32: 1 })).toBe('zip-broken');
    expect(await codeOfEntry({ name: 'a', data: 'words', method: 8, crc32: 1 })).toBe('zip-broken');
  });

  it('that holds more or less than it says is refused', async () => {
    const data = 'words '.repeat(100);
    expect(await codeOfEntry({ name: 'a', data, method: 8, sizeBytes: 599 })).toBe('zip-broken');
    expect(await codeOfEntry({ name: 'a', data, method: 8, sizeBytes: 601 })).toBe('zip-broken');
    expect(await codeOfEntry({ name: 'a', data, sizeBytes: 599 })).toBe('zip-broken');
    expect(await codeOfEntry({ name: 'a', data, method: 8, sizeBytes: 0xfffffff0 })).toBe('zip-broken');
  });

  it('whose bytes are not deflated is refused', async () => {
    expect(
      await codeOfEntry({ name: 'a', data: 'words', method: 8, packed: new Uint8Array([7, 7, 7, 7]) }),
    ).toBe('zip-broken');
    const cut = deflateRawSync('words '.repeat(100)).subarray(0, 8);
    expect(await codeOfEntry({ name: 'a', data: 'words '.repeat(100), method: 8, packed: cut })).toBe(
      'zip-broken',
    );
  });

  it('inside another, or over it, is refused', async () => {
    const inner = craftZip([{ name: 'inner', data: 'x' }]);
    expect(
      await codeOf(
        readAll(
          craftZip([
            { name: 'outer', data: inner },
            { name: 'inner', data: 'x', offset: 35 },
          ]),
        ),
      ),
    ).toBe('zip-unsafe');
    expect(
      await codeOf(
        readAll(
          craftZip([
            { name: 'a', data: 'x' },
            { name: 'b', data: 'x', offset: 0 },
          ]),
        ),
      ),
    ).toBe('zip-unsafe');
    expect(
      await codeOf(readAll(craftZip([{ name: 'a', data: 'x', compressedSize: 500, sizeBytes: 500 }]))),
    ).toBe('zip-unsafe');
  });

  it('that is a ZIP itself is only bytes', async () => {
    const inner = craftZip([{ name: '../evil', data: 'x' }]);
    const open = await openZip(new Blob([craftZip([{ name: 'nested.zip', data: inner }])]));
    expect(await open.bytes(open.entries[0]!)).toEqual(inner);
  });
});

describe('A bomb', () => {
  it('of 10 GB that says so is refused before it is opened', async () => {
    const bomb = { name: 'bomb', method: 8, packed: new Uint8Array(12_000_000), sizeBytes: 0xfffffffe };
    expect(await codeOfEntry(bomb)).toBe('zip-too-large');
    const packed = new Uint8Array(500_000);
    const many = Array.from({ length: 20 }, (_, at) => ({
      name: `bomb${at}`,
      method: 8,
      packed,
      sizeBytes: 500_000_000,
    }));
    expect(await codeOf(readAll(craftZip(many)))).toBe('zip-too-large');
  }, 180_000);

  it('that lies is stopped at what it said, long before it is unpacked', async () => {
    const packed = deflateRawSync(new Uint8Array(60_000_000));
    const zip = craftZip([{ name: 'bomb', method: 8, packed, sizeBytes: 40_000 }]);
    const open = await openZip(new Blob([zip]));
    let seen = 0;
    const reading = (async () => {
      for await (const piece of open.pieces(open.entries[0]!)) seen += piece.length;
    })();
    expect(await codeOf(reading)).toBe('zip-broken');
    expect(seen).toBeLessThanOrEqual(40_000);
  }, 180_000);
});

describe('A ZIP that is not whole', () => {
  it('is refused, wherever it was cut', async () => {
    const zip = small();
    for (let size = 0; size < zip.length; size += 1) {
      const code = await codeOf(readAll(zip.slice(0, size)));
      expect([size, code]).toEqual([size, size === 0 ? 'zip-foreign' : 'zip-cut']);
    }
  });

  it('is refused when bytes are missing from its front or middle', async () => {
    const zip = small();
    for (let from = 0; from < zip.length - 22; from += 7) {
      const holed = new Uint8Array(Buffer.concat([zip.subarray(0, from), zip.subarray(from + 5)]));
      expect(await codeOf(readAll(holed))).toMatch(/^zip-/);
    }
  });

  it('is refused when it is one disk of several', async () => {
    expect(await codeOf(readAll(craftZip([{ name: 'a' }], { disk: 1 })))).toBe('zip-split');
  });

  it('is refused when its end points elsewhere', async () => {
    expect(await codeOf(readAll(craftZip([{ name: 'a' }], { shift: -1 })))).toBe('zip-broken');
    expect(await codeOf(readAll(craftZip([{ name: 'a' }], { count: 2 })))).toBe('zip-broken');
  });

  it('was never one, if it is a picture or empty', async () => {
    expect(await codeOf(readAll(new TextEncoder().encode('GIF89a and more')))).toBe('zip-foreign');
    expect(await codeOf(readAll(new Uint8Array()))).toBe('zip-foreign');
  });

  it('vanishes while it is read, and says so', async () => {
    const gone = {
      size: 500,
      slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('', 'NotReadableError')) }),
    };
    expect(await codeOf(openZip(gone))).toBe('file-unreadable');
  });
});

describe('Any change of any bytes', () => {
  const whole = small();
  const contents = readAll(whole);

  it('is found, or changes nothing that counts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })), {
          minLength: 1,
          maxLength: 6,
        }),
        async (flips) => {
          const changed = whole.slice();
          for (const [at, mask] of flips) changed[at]! ^= mask;
          const code = await codeOf(
            readAll(changed).then(async (texts) => {
              const honest = await contents;
              // Times and attributes may differ, and a name in both headers at once; bytes never.
              for (const text of Object.values(texts)) expect(Object.values(honest)).toContain(text);
            }),
          );
          expect(code).toMatch(/^(?:taken|zip-)/);
        },
      ),
      { numRuns: cases(1_500) },
    );
  }, 180_000);

  it('of one bit inside an entry is found', async () => {
    const zip = craftZip([
      { name: 'a', data: 'words '.repeat(9), method: 8 },
      { name: 'b', data: 'picture' },
    ]);
    const directory = zip.length - 22 - 2 * 47;
    const places = Array.from({ length: directory }, (_, at) => at).filter((at) => {
      // Version and time of the local headers say nothing about the bytes.
      const inHeader = at < 31 ? at : at - (directory - 38);
      return !(inHeader >= 4 && inHeader < 14 && !(inHeader >= 6 && inHeader < 10));
    });
    for (const at of places) {
      const changed = zip.slice();
      changed[at]! ^= 1;
      const code = await codeOf(readAll(changed));
      // A flag that does not matter here, as the one for UTF-8, may change.
      if (code === 'taken') expect(await readAll(changed)).toEqual(await readAll(zip));
    }
  });

  it('into nonsense is never read as a ZIP, nor hangs', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const zip = new Uint8Array(Buffer.concat([Buffer.from('PK\x03\x04'), bytes, whole.subarray(-22)]));
        expect(await codeOf(readAll(zip))).toMatch(/^zip-/);
      }),
      { numRuns: cases(300) },
    );
  });
});
