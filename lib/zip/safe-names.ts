import { trimUnits } from '../mail/trim-units.ts';

const encoder = new TextEncoder();

// Controls, what Windows refuses, and marks that are invisible or turn the direction of writing.
const unsafe =
  /[\u0000-\u001f\u007f-\u009f<>:"/\\|?*\u00ad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\uffff]/g;

// Names of devices on Windows, with any ending.
const device = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;

/**
 * A file's or folder's name that Windows, macOS and Linux take, in NFC, never empty, `.` or `..`, of at most `maxBytes`
 * of UTF-8. What is not allowed becomes `_`.
 */
export function safeName(text: string, maxBytes = 80): string {
  const allowed = text.toWellFormed().normalize('NFC').replace(unsafe, '_').replace(/\s+/g, ' ');
  const trimmed = trimEnds(cut(trimEnds(allowed), maxBytes));
  if (trimmed === '') return '_';
  return device.test(trimmed) ? trimEnds(cut(`_${trimmed}`, maxBytes)) : trimmed;
}

// Windows drops dots and spaces at the end; a dot in front hides the file elsewhere.
function trimEnds(name: string): string {
  return trimUnits(name, ' .');
}

function cut(text: string, maxBytes: number): string {
  // No unit of a text becomes more than three bytes.
  if (text.length * 3 <= maxBytes) return text;
  let size = 0;
  let kept = '';
  for (const character of text) {
    size += utf8Size(character.codePointAt(0) ?? 0);
    if (size > maxBytes) break;
    kept += character;
  }
  return kept;
}

/** Bytes of a character; asking an encoder for each takes an archive of 24,000 names a second. */
function utf8Size(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}

/** Two names with the same fold are one file on Windows and macOS. */
export function foldName(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}

/** Gives out paths that no other path equals, ignoring case; the order of asking decides who keeps the plain name. */
export interface PathBook {
  /** `folder` ends with `/`; `ending` has its dot. The second of one name is `<name>~2`. */
  claim(folder: string, name: string, ending: string): string;
}

/** An empty book. */
export function createPathBook(): PathBook {
  const taken = new Set<string>();
  return {
    claim(folder, name, ending) {
      for (let count = 1; ; count += 1) {
        const path = `${folder}${name}${count === 1 ? '' : `~${count}`}${ending}`;
        const folded = foldName(path);
        if (taken.has(folded)) continue;
        taken.add(folded);
        return path;
      }
    },
  };
}

/** Whether a path is one that `createPathBook` and `safeName` could have given out: relative, and safe to unpack anywhere. */
export function isArchivePath(path: string): boolean {
  const parts = path.split('/');
  return (
    path === path.normalize('NFC') &&
    parts.length <= 6 &&
    encoder.encode(path).length <= 1000 &&
    parts.every((part) => part !== '' && !part.match(unsafe) && trimEnds(part) === part && !device.test(part))
  );
}
