import type { Progress } from '../../lib/backup/ports.ts';
import type { Formats } from '../shared/format.ts';
import type { Translate } from '../shared/translate.ts';

/** Beyond what is expected, so much shall stay free: the database rewrites parts of itself. */
const airBytes = 100_000_000;

/** Said when what is still to come will hardly find room; undefined when there is enough, or nobody can tell. */
export function describeRoom(
  { counts, sizeExpectedBytes, freeBytes }: Progress,
  service: string,
  t: Translate,
  formats: Formats,
): string | undefined {
  if (sizeExpectedBytes === undefined || freeBytes === undefined) return undefined;
  const needed = Math.max(0, sizeExpectedBytes - counts.sizeBytes);
  if (needed === 0 || freeBytes >= needed + airBytes) return undefined;
  return t('popupRoomShort', { needed: formats.bytes(needed), free: formats.bytes(freeBytes), service });
}
