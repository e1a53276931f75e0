import { nameless, replaceName } from './nickname.ts';

/** Takes names out of texts. */
export interface NameHider {
  /** The text without the names, in whatever of the usual ways they are written in it. */
  text(text: string): string;
  /** As `text`, for one that may end in the middle of a name. */
  preview(text: string): string;
}

/** What `replaceName` knows as a name's place, whatever the name. */
const place = '%%%';

/** Signs of markup that a name such as `amp` must not tear apart. */
const reference = '&(?:amp|lt|gt|quot|apos|nbsp|#\\d+|#[xX][\\da-fA-F]+);';

/**
 * Hides names also where they are written with HTML's references, JSON's or an address's escapes, or with composed letters
 * taken apart. Longer names go first, so that no part of one stays. Places kept for a name are hidden too.
 */
export function createNameHider(names: readonly string[]): NameHider {
  const known = [...new Set(names.flatMap((name) => [name, name.normalize('NFC'), name.normalize('NFD')]))]
    .map((name) => [...name.trim().replace(/\s+/gu, ' ')].map(writtenForms))
    .filter((letters) => letters.length > 0)
    .sort((a, b) => b.length - a.length);
  const whole = known.map((letters) => letters.join('')).join('|');
  const pattern = known.length === 0 ? undefined : new RegExp(`(?:${whole})|(${reference})`, 'g');
  const begun = known.filter((letters) => letters.length > 2).map(beginning);
  const cut = begun.length === 0 ? undefined : new RegExp(`(?:${begun.join('|')})(?=(?:…|\\.+)?\\s*$)`);
  const text = (words: string): string => {
    const found =
      pattern === undefined
        ? words
        : words.replace(pattern, (match, kept: string | undefined) => (kept === undefined ? place : match));
    return replaceName(found, { written: '', shown: nameless });
  };
  return {
    text,
    preview: (words) => (cut === undefined ? text(words) : text(words).replace(cut, nameless)),
  };
}

const named: Readonly<Record<string, string>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
};

/** A pattern of one letter in every way it may be written. */
function writtenForms(letter: string): string {
  if (letter === ' ')
    return '(?:\\s|\\+|%20|\\\\+[nrt]|&(?:amp;)*(?:nbsp|#0*(?:32|160)|#[xX]0*(?:20|[aA]0));)+';
  const code = letter.codePointAt(0) ?? 0;
  const name = named[letter];
  const references = [
    `#0*${code}`,
    `#[xX]0*${anyCase(code.toString(16))}`,
    ...(name === undefined ? [] : [name]),
  ];
  const units = letter.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));
  const isLone = letter.length === 1 && code >= 0xd800 && code <= 0xdfff;
  const inAddress = isLone ? letter : encodeURIComponent(letter);
  const plain = letter.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
  const forms = [
    `&(?:amp;)*(?:${references.join('|')});`,
    units.map((unit) => `\\\\+u${anyCase(unit)}`).join(''),
    ...(inAddress === letter ? [] : [anyCase(inAddress)]),
    /["\\/]/.test(letter) ? `\\\\*${plain}` : plain,
  ];
  return `(?:${forms.join('|')})`;
}

/** A pattern of a name's first two letters and as many more as there are. */
function beginning([first = '', second = '', ...rest]: string[]): string {
  return first + second + rest.slice(0, -1).reduceRight((after, letter) => `(?:${letter}${after})?`, '');
}

function anyCase(hex: string): string {
  return hex.replace(/[a-f]/gi, (digit) => `[${digit.toLowerCase()}${digit.toUpperCase()}]`);
}
