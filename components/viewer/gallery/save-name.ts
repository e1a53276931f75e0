import { serviceUtcOffsetMinutes } from '../../../lib/mail/clock.ts';
import type { MediaItem } from '../../../lib/mail/media.ts';
import { dateText, zonedTime } from '../../../lib/mail/zoned-time.ts';

const endings: Partial<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
};

/**
 * The file name of a saved file: day, sender, and its own name, with the extension of its content type. The browser
 * replaces characters that the system does not allow.
 */
export function saveName({ file, row }: MediaItem): string {
  const own = file.ref.key.split('/').at(-1) ?? '';
  const ending = endings[file.contentType ?? ''];
  const name = ending === undefined ? own : `${own.replace(/\.[A-Za-z0-9]{1,5}$/, '')}.${ending}`;
  const day = dateText(zonedTime(row.receivedAt, serviceUtcOffsetMinutes));
  return [day, row.from.name, name].join('_');
}
