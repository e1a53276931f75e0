import { dayOfDate, weekdayOf } from '../../mail/clock.ts';
import type { ZonedTime } from '../../mail/zoned-time.ts';

const encoder = new TextEncoder();
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Bytes of UTF-8 in one encoded word, so that the word stays under 75 letters (RFC 2047, 2). */
const bytesPerWord = 42;

/** Any text as the value of a header (RFC 2047): plain where it is printable ASCII and short, else encoded words on lines of their own. */
export function headerText(text: string): string {
  const flat = text.toWellFormed().replace(/[\r\n\t]+/g, ' ');
  if (/^[\x20-\x7e]{0,60}$/.test(flat) && !flat.includes('=?') && flat === flat.trim()) return flat;
  const words: string[] = [];
  let word = '';
  let size = 0;
  for (const character of flat) {
    const bytes = encoder.encode(character).length;
    if (size + bytes > bytesPerWord) {
      words.push(word);
      word = '';
      size = 0;
    }
    word += character;
    size += bytes;
  }
  if (word !== '') words.push(word);
  return words.map((each) => `=?UTF-8?B?${base64(each)}?=`).join('\n ');
}

/** A name before an address: as `headerText`, quoted where plain letters could be read as something else. */
export function displayName(name: string): string {
  const text = headerText(name);
  return text.startsWith('=?') || text === '' ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** `Thu, 02 Jan 2020 21:03:04 +0900` (RFC 5322, 3.3) */
export function headerDate(time: ZonedTime, utcOffsetMinutes: number): string {
  const minutes = Math.abs(utcOffsetMinutes);
  const zone = `${utcOffsetMinutes < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}${pad(minutes % 60)}`;
  return `${weekday(time)}, ${pad(time.day)} ${months[time.month - 1]} ${pad(time.year, 4)} ${clock(time)} ${zone}`;
}

/** `Thu Jan  2 12:03:04 2020`, for the line that begins a message (RFC 4155, appendix A); in UTC. */
export function asctime(time: ZonedTime): string {
  const day = String(time.day).padStart(2, ' ');
  return `${weekday(time)} ${months[time.month - 1]} ${day} ${clock(time)} ${pad(time.year, 4)}`;
}

/** A text as one part of an address or id: letters that need no quoting (RFC 5322, 3.2.3). */
export function atom(text: string): string {
  const plain = Array.from(encoder.encode(text), (byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9-]/.test(character) ? character : `_${byte.toString(16).padStart(2, '0')}`;
  });
  return plain.join('') || '_';
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...encoder.encode(text)));
}

function weekday({ year, month, day }: ZonedTime): string {
  return days[weekdayOf(dayOfDate(year, month, day))] ?? '';
}

function clock({ hour, minute, second }: ZonedTime): string {
  return `${pad(hour)}:${pad(minute)}:${pad(second)}`;
}

function pad(value: number, width = 2): string {
  return String(value).padStart(width, '0');
}
