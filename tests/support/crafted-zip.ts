import { crc32, deflateRawSync } from 'node:zlib';

/** One entry as an attacker writes it; by default a field is honest. */
export interface CraftedEntry {
  name: string | Uint8Array;
  data?: string | Uint8Array;
  method?: number;
  /** The bytes in the file instead of the data compressed by `method`. */
  packed?: Uint8Array;
  crc32?: number;
  sizeBytes?: number;
  compressedSize?: number;
  flags?: number;
  unixMode?: number;
  /** The offset of the entry that the directory states. */
  offset?: number;
  /** The name in the local header, where it differs. */
  localName?: string;
  /** Whether sizes and CRC-32 follow the bytes, as macOS writes them. */
  isStreamed?: boolean;
}

const encoder = new TextEncoder();
const bytesOf = (text: string | Uint8Array): Uint8Array =>
  typeof text === 'string' ? encoder.encode(text) : text;

/** Builds a ZIP of these entries. `end` changes fields of its last record. */
export function craftZip(
  entries: CraftedEntry[],
  end: { count?: number; disk?: number; comment?: string; shift?: number } = {},
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  const add = (part: Uint8Array): void => {
    parts.push(part);
    at += part.length;
  };
  for (const entry of entries) {
    const data = bytesOf(entry.data ?? '');
    const method = entry.method ?? 0;
    const packed = entry.packed ?? (method === 8 ? deflateRawSync(data) : data);
    const name = bytesOf(entry.name);
    const localName = bytesOf(entry.localName ?? entry.name);
    const flags = (entry.flags ?? 0x0800) | (entry.isStreamed ? 8 : 0);
    const sum = entry.crc32 ?? crc32(data);
    const compressedSize = entry.compressedSize ?? packed.length;
    const sizeBytes = entry.sizeBytes ?? data.length;
    const offset = entry.offset ?? at;
    const stated = entry.isStreamed ? [0, 0, 0] : [sum, compressedSize, sizeBytes];
    add(
      fields(
        [4, 0x04034b50],
        [2, 20],
        [2, flags],
        [2, method],
        [4, 0x21],
        ...stated.map((v) => [4, v] as Field),
        [2, localName.length],
        [2, 0],
      ),
    );
    add(localName);
    add(packed);
    if (entry.isStreamed) add(fields([4, 0x08074b50], [4, sum], [4, compressedSize], [4, sizeBytes]));
    directory.push(
      fields(
        [4, 0x02014b50],
        [2, 0x0314],
        [2, 20],
        [2, flags],
        [2, method],
        [4, 0x21],
        [4, sum],
        [4, compressedSize],
        [4, sizeBytes],
        [2, name.length],
        [2, 0],
        [2, 0],
        [2, 0],
        [2, 0],
        [4, (entry.unixMode ?? 0o100644) * 0x10000],
        [4, offset],
      ),
      name,
    );
  }
  const start = at;
  for (const part of directory) add(part);
  const comment = bytesOf(end.comment ?? '');
  const count = end.count ?? entries.length;
  add(
    fields(
      [4, 0x06054b50],
      [2, end.disk ?? 0],
      [2, 0],
      [2, count],
      [2, count],
      [4, at - start],
      [4, start + (end.shift ?? 0)],
      [2, comment.length],
    ),
  );
  add(comment);
  return new Uint8Array(Buffer.concat(parts));
}

type Field = [size: 2 | 4, value: number];

function fields(...values: Field[]): Uint8Array {
  const bytes = new Uint8Array(values.reduce((sum, [size]) => sum + size, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [size, value] of values) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value >>> 0, true);
    at += size;
  }
  return bytes;
}
