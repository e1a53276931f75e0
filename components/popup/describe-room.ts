import type { Progress } from '../../lib/backup/reached.ts';
import type { Formats } from '../shared/format.ts';
import type { Translate } from '../shared/translate.ts';

/** Bytes that should stay free beyond what is expected: the database rewrites parts of itself. */
const airBytes = 100_000_000;

/**
 * A warning when the rest of a backup hardly fits on the device; undefined when there is room, or the room is unknown.
 */
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
