import { trimUnits } from '../mail/trim-units.ts';

const encoder = new TextEncoder();

// Control characters, characters that Windows refuses, and characters that are invisible or change the writing
// direction.
const unsafe =
  /[\u0000-\u001f\u007f-\u009f<>:"/\\|?*\u00ad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\uffff]/g;

// Names of devices on Windows, with any extension.
const device = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;

/**
 * A file or folder name that Windows, macOS and Linux accept, in NFC, never empty, `.` or `..`, of at most `maxBytes`
 * of UTF-8. Characters that are not allowed become `_`.
 */
export function safeName(text: string, maxBytes = 80): string {
  const allowed = text.toWellFormed().normalize('NFC').replace(unsafe, '_').replace(/\s+/g, ' ');
  const trimmed = trimEnds(cut(trimEnds(allowed), maxBytes));
  if (trimmed === '') return '_';
  return device.test(trimmed) ? trimEnds(cut(`_${trimmed}`, maxBytes)) : trimmed;
}

// Windows removes dots and spaces at the end; a leading dot hides the file on other systems.
function trimEnds(name: string): string {
  return trimUnits(name, ' .');
}

function cut(text: string, maxBytes: number): string {
  // A UTF-16 unit becomes at most three bytes.
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

/** The size of a character in UTF-8; calling an encoder for each costs an archive of 24,000 names a second. */
function utf8Size(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}

/** A name for comparison: two names with the same fold are one file on Windows and macOS. */
export function foldName(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}

/** Assigns paths that are unique, ignoring case; the first caller gets the name without a suffix. */
export interface PathBook {
  /** `folder` ends with `/`; `ending` includes its dot. The second use of a name becomes `<name>~2`. */
  claim(folder: string, name: string, ending: string): string;
}

/** Creates a book without paths. */
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

/**
 * Whether `createPathBook` and `safeName` could have produced the path: relative, and safe to unpack on every system.
 */
export function isArchivePath(path: string): boolean {
  const parts = path.split('/');
  return (
    path === path.normalize('NFC') &&
    parts.length <= 6 &&
    encoder.encode(path).length <= 1000 &&
    parts.every((part) => part !== '' && !part.match(unsafe) && trimEnds(part) === part && !device.test(part))
  );
}
