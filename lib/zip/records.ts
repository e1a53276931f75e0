import type { ZonedTime } from '../mail/zoned-time.ts';

/** How an entry's bytes are stored: unchanged, or deflated. */
export type ZipMethod = 'stored' | 'deflated';

/** One entry as headers and directory describe it (PKWARE APPNOTE 6.3, sections 4.3.7 and 4.3.12). */
export interface ZipEntry {
  path: string;
  method: ZipMethod;
  /** Unsigned CRC-32 of the bytes before compression. */
  crc32: number;
  compressedSize: number;
  sizeBytes: number;
  time: ZonedTime;
}

/** Creates an entry whose bytes are stored unchanged. */
export function storedEntry(path: string, crc32: number, sizeBytes: number, time: ZonedTime): ZipEntry {
  return { path, method: 'stored', crc32, compressedSize: sizeBytes, sizeBytes, time };
}

/** The field value that refers a reader to the ZIP64 values, and the largest value below it. */
const full32 = 0xffffffff;
const full16 = 0xffff;

const encoder = new TextEncoder();

/** The header before an entry's bytes. */
export function localHeader(entry: ZipEntry): Uint8Array<ArrayBuffer> {
  const name = encoder.encode(entry.path);
  const isLarge = entry.sizeBytes >= full32 || entry.compressedSize >= full32;
  const extra = isLarge ? zip64Extra([entry.sizeBytes, entry.compressedSize]) : noExtra;
  const header = writer(30 + name.length + extra.length);
  header.u32(0x04034b50);
  header.u16(isLarge ? 45 : 20);
  commonFields(entry, header, isLarge, name.length);
  header.u16(name.length);
  header.u16(extra.length);
  header.bytes(name);
  header.bytes(extra);
  return header.done();
}

/** An entry's record in the directory; `offset` is that of its local header. */
export function directoryHeader(entry: ZipEntry, offset: number): Uint8Array<ArrayBuffer> {
  const name = encoder.encode(entry.path);
  const isLarge = entry.sizeBytes >= full32 || entry.compressedSize >= full32;
  const isFar = offset >= full32;
  const extra =
    isLarge || isFar
      ? zip64Extra([...(isLarge ? [entry.sizeBytes, entry.compressedSize] : []), ...(isFar ? [offset] : [])])
      : noExtra;
  const needed = isLarge || isFar ? 45 : 20;
  const header = writer(46 + name.length + extra.length);
  header.u32(0x02014b50);
  header.u16(0x0300 | needed); // made on UNIX, so that the attributes below are read as a file's mode
  header.u16(needed);
  commonFields(entry, header, isLarge, name.length);
  header.u16(name.length);
  header.u16(extra.length);
  header.u16(0);
  header.u16(0);
  header.u16(0);
  header.u32(0o100644 * 0x10000);
  header.u32(isFar ? full32 : offset);
  header.bytes(name);
  header.bytes(extra);
  return header.done();
}

/** The closing records: preceded by ZIP64 records when a number exceeds its field. */
export function endRecords(
  count: number,
  directorySize: number,
  directoryOffset: number,
): Uint8Array<ArrayBuffer> {
  const isLarge = count >= full16 || directorySize >= full32 || directoryOffset >= full32;
  const end = writer(isLarge ? 98 : 22);
  if (isLarge) {
    end.u32(0x06064b50);
    end.u64(44);
    end.u16(0x0300 | 45);
    end.u16(45);
    end.u32(0);
    end.u32(0);
    end.u64(count);
    end.u64(count);
    end.u64(directorySize);
    end.u64(directoryOffset);
    end.u32(0x07064b50);
    end.u32(0);
    end.u64(directoryOffset + directorySize);
    end.u32(1);
  }
  end.u32(0x06054b50);
  end.u16(0);
  end.u16(0);
  end.u16(Math.min(count, full16));
  end.u16(Math.min(count, full16));
  end.u32(Math.min(directorySize, full32));
  end.u32(Math.min(directoryOffset, full32));
  end.u16(0);
  return end.done();
}

function commonFields(entry: ZipEntry, header: Writer, isLarge: boolean, nameLength: number): void {
  // The UTF-8 flag is set only where it matters, as JSZip does: readers compare an entry's two headers.
  header.u16(nameLength === entry.path.length ? 0 : 0x0800);
  header.u16(entry.method === 'stored' ? 0 : 8);
  header.u16(dosTime(entry.time));
  header.u16(dosDate(entry.time));
  header.u32(entry.crc32);
  header.u32(isLarge ? full32 : entry.compressedSize);
  header.u32(isLarge ? full32 : entry.sizeBytes);
}

/** The time of day in a ZIP's 16 bits, in steps of two seconds. */
export function dosTime({ hour, minute, second }: ZonedTime): number {
  return (hour << 11) | (minute << 5) | (second >> 1);
}

/** The date in a ZIP's 16 bits; years outside 1980 to 2107 become the nearest year inside. */
export function dosDate({ year, month, day }: ZonedTime): number {
  return ((zipYear(year) - 1980) << 9) | (month << 5) | day;
}

/** The nearest year a ZIP can store. */
export function zipYear(year: number): number {
  return Math.min(Math.max(year, 1980), 2107);
}

const noExtra = new Uint8Array(0);

function zip64Extra(values: readonly number[]): Uint8Array<ArrayBuffer> {
  const extra = writer(4 + values.length * 8);
  extra.u16(0x0001);
  extra.u16(values.length * 8);
  for (const value of values) extra.u64(value);
  return extra.done();
}

type Writer = ReturnType<typeof writer>;

function writer(size: number) {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  return {
    u16(value: number): void {
      view.setUint16(at, value, true);
      at += 2;
    },
    u32(value: number): void {
      view.setUint32(at, value, true);
      at += 4;
    },
    u64(value: number): void {
      view.setBigUint64(at, BigInt(value), true);
      at += 8;
    },
    bytes(value: Uint8Array): void {
      bytes.set(value, at);
      at += value.length;
    },
    done: (): Uint8Array<ArrayBuffer> => bytes,
  };
}
