import { cleanNames } from './name-choice.ts';
import { fillPlaceholders, placeholder } from './nickname.ts';

/** Replaces given names with another one. */
export interface NameReplacer {
  /** The text with the name replaced, in all usual notations. */
  text(text: string): string;
  /** Like `text`, for a text that may be cut in the middle of a name. */
  preview(text: string): string;
  /** Like `text`, for a text inside markup. */
  markup(text: string): string;
  /** The markup with a placeholder where inline elements divide the letters of a name; the elements stay. */
  joinParted(html: string): string;
}

/** A character reference, which a name such as `amp` must not split. */
const reference = '&(?:[A-Za-z][A-Za-z\\d]{1,31}|#\\d+|#[xX][\\da-fA-F]+);';

/** A tag that does not separate words, between two letters; the bound keeps the search linear. */
const inlineTag = '</?(?:a|abbr|b|big|em|font|i|mark|s|small|span|strong|sub|sup|u)(?:\\s[^<>]{0,300})?>';
const inlineTags = new RegExp(inlineTag, 'gi');

/** Characters that occur wherever a name is written in another notation than letter by letter. */
const disguises = /[&\\%％]/;

/** At most this many backslashes precede a letter: JSON inside JSON, four deep. The bound keeps the search linear. */
const escapes = '\\\\{1,15}';

/**
 * Creates a replacer that also finds names written with HTML's character references, with escapes of JSON or addresses,
 * or with decomposed letters. Longer names are replaced first, so that no part of one remains. The placeholders of
 * services are replaced too.
 */
export function createNameReplacer(names: readonly string[], shown: string): NameReplacer {
  const known = cleanNames(names.flatMap((name) => [name, name.normalize('NFC'), name.normalize('NFD')]))
    .map((name) => [...name.replace(/\s+/gu, ' ')])
    .sort((a, b) => b.length - a.length);
  const forms = known.map((letters) => letters.map(writtenForms));
  const whole = forms.map((letters) => letters.join('')).join('|');
  const pattern = known.length === 0 ? undefined : new RegExp(`(?:${whole})|(${reference})`, 'g');
  const parted = forms
    .filter((letters) => letters.length > 1)
    .map((letters) => letters.join(`(?:${inlineTag}){0,4}`));
  const joined = parted.length === 0 ? undefined : new RegExp(parted.join('|'), 'g');
  const begun = forms.filter((letters) => letters.length > 2).map(beginning);
  const cut = begun.length === 0 ? undefined : new RegExp(`(?:${begun.join('|')})(?=(?:…|\\.+)?\\s*$)`);
  // Most texts contain no name, and searching for a piece of each name costs far less than the patterns.
  const pieces = known.map((letters) => longest(letters.join('').split(' ')));
  const beginnings = known.map((letters) => longest(letters.slice(0, 2).join('').split(' ')));
  const mayHold = (text: string, parts: readonly string[]): boolean =>
    disguises.test(text) || parts.some((part) => text.includes(part));

  const find = (text: string): string =>
    pattern === undefined || !mayHold(text, pieces)
      ? text
      : text.replace(pattern, (match, kept: string | undefined) =>
          kept === undefined ? placeholder : match,
        );
  const findCut = (text: string): string =>
    cut === undefined || !mayHold(text, beginnings) ? text : text.replace(cut, placeholder);
  const asMarkup = escapeMarkup(shown);
  return {
    text: (text) => fillPlaceholders(find(text), shown),
    preview: (text) => fillPlaceholders(findCut(find(text)), shown),
    joinParted: (html) =>
      joined === undefined
        ? html
        : html.replace(joined, (match) => {
            const tags = match.match(inlineTags) ?? [];
            return tags.length === 0 ? match : placeholder + tags.join('');
          }),
    markup: (text) => fillPlaceholders(find(text), shown, asMarkup),
  };
}

/**
 * The character references of HTML 4 that servers write for letters of names: U+00A1 to U+00FF in order, and a few
 * symbols.
 */
const latin =
  'iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot ' +
  'cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc ' +
  'Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute ' +
  'THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ' +
  'ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';
const named: Readonly<Record<string, string>> = {
  ...Object.fromEntries(latin.split(' ').map((name, at) => [String.fromCharCode(0xa1 + at), name])),
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
  '♥': 'hearts',
  '♠': 'spades',
  '♣': 'clubs',
  '♦': 'diams',
  '…': 'hellip',
  '–': 'ndash',
  '—': 'mdash',
  '‘': 'lsquo',
  '’': 'rsquo',
  '“': 'ldquo',
  '”': 'rdquo',
};

function escapeMarkup(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&${named[sign] ?? ''};`).replaceAll("'", '&#39;');
}

/** A pattern that matches a letter in every notation. */
function writtenForms(letter: string): string {
  if (letter === ' ')
    return `(?:\\s|\\+|%20|${escapes}[nrt]|&(?:amp;)*(?:nbsp|#0*(?:32|160)|#[xX]0*(?:20|[aA]0));)+`;
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
    units.map((unit) => `${escapes}u${anyCase(unit)}`).join(''),
    ...(inAddress === letter ? [] : [anyCase(inAddress)]),
    /["\\/]/.test(letter) ? `(?:${escapes})?${plain}` : plain,
  ];
  return `(?:${forms.join('|')})`;
}

/** A pattern of a name's first two letters and as many more as follow. */
function beginning([first = '', second = '', ...rest]: string[]): string {
  return first + second + rest.slice(0, -1).reduceRight((after, letter) => `(?:${letter}${after})?`, '');
}

function longest(parts: readonly string[]): string {
  return parts.reduce((best, part) => (part.length > best.length ? part : best), '');
}

function anyCase(hex: string): string {
  return hex.replace(/[a-f]/gi, (digit) => `[${digit.toLowerCase()}${digit.toUpperCase()}]`);
}
