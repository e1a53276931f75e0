import type { StoredFile } from '../../../zip/stored-file.ts';
import type { AssetRecord } from './assets.ts';

/** The whole of a file. Undefined when a pack is missing or shorter than noted. */
export async function findFile(
  { parts, facts }: AssetRecord,
  findPack: (pack: number) => Promise<Blob | undefined>,
): Promise<StoredFile | undefined> {
  if (!parts || !facts) return undefined;
  const { sizeBytes, contentType } = facts;
  const places: { pack: Blob; from: number; to: number }[] = [];
  for (const { pack: number, offset, sizeBytes: length } of parts) {
    const pack = await findPack(number);
    if (!pack || pack.size < offset + length) return undefined;
    places.push({ pack, from: offset, to: offset + length });
  }
  if (places.reduce((sum, { from, to }) => sum + to - from, 0) !== sizeBytes) return undefined;
  const [only] = places;
  const frame = parts.length === 1 ? parts[0]?.frame : undefined;
  return {
    sizeBytes,
    contentType,
    blob() {
      const slices = places.map(({ pack, from, to }) => pack.slice(from, to, contentType));
      return slices.length === 1 && slices[0] ? slices[0] : new Blob(slices, { type: contentType });
    },
    ...(only && frame
      ? { framed: { pack: only.pack, offset: only.from - frame.length, header: frame } }
      : {}),
  };
}
