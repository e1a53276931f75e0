import { Parser } from 'htmlparser2';
import { BrokenRecordError } from '../../errors.ts';
import type { AssetKind } from '../../mail/asset.ts';
import { srcsetAddresses } from '../../mail/srcset.ts';
import { blockElements } from '../../mail/text-blocks.ts';
import { kindOfPath } from '../asset-address.ts';

/** An address a body shows, as written there. */
export interface BodyAddress {
  address: string;
  kind: AssetKind;
}

/** What a body says and shows. */
export interface ReadBody {
  /** The words, with line breaks where the page shows them. */
  text: string;
  /** In the order they stand, repetitions included, whatever their origin. */
  addresses: BodyAddress[];
}

// The parser's cost grows with the square of the depth; browsers stop nesting at 512.
const deepest = 1_000;

/** The mail inside its page. */
export interface MailDetail {
  /** The inner HTML of `#mail-detail` exactly as received. */
  html: string;
  /** True when the page ends before it closes: the rest was lost on the way. */
  isCut: boolean;
}

/**
 * Finds `#mail-detail`; undefined when the page has none, as the service's error page. The service puts a complete
 * document inside that element. It is taken up to its own end even where a stray `</div>` closes the element earlier for
 * a parser. Throws `BrokenRecordError` when elements are nested absurdly deep.
 */
export function findMailDetail(page: string): MailDetail | undefined {
  const range = findDetailRange(page);
  if (!range) return undefined;
  const ends = [...page.matchAll(/<\/html\s*>/gi)].map((match) => match.index + match[0].length);
  const end = Math.max(range.end, ownEnd(page.slice(range.start, range.start + 1024), range, ends));
  const isDocument = /^\s*<(?:!doctype|html)\b/i.test(page);
  return { html: page.slice(range.start, end), isCut: isDocument && !((ends.at(-1) ?? 0) > end) };
}

/** Where the document inside the mail ends; 0 when there is none, or when the only end is that of the page around it. */
function ownEnd(beginning: string, { start }: { start: number }, ends: readonly number[]): number {
  if (!/^\s*(?:<!doctype[^>]{0,512}>\s*)?<html\b/i.test(beginning)) return 0;
  const inside = ends.filter((end) => end > start);
  return inside.length > 1 ? inside[0]! : 0;
}

function findDetailRange(page: string): { start: number; end: number } | undefined {
  let depth = 0;
  let detailDepth = 0;
  let start: number | undefined;
  let end: number | undefined;
  const parser = new Parser({
    onopentag(_name, attributes) {
      depth += 1;
      refuseDepth(depth);
      if (start === undefined && attributes.id === 'mail-detail') {
        start = parser.endIndex + 1;
        detailDepth = depth;
      }
    },
    onclosetag() {
      if (start !== undefined && end === undefined && depth === detailDepth) end = parser.startIndex;
      depth -= 1;
    },
  });
  parser.end(page);
  if (start === undefined) return undefined;
  return { start, end: Math.max(start, end ?? page.length) };
}

const wordless = new Set(['script', 'style', 'title', 'template']);
const lists = new Set(['srcset', 'data-srcset']);
const singles = new Set(['src', 'data-src', 'data-original', 'poster', 'background']);
const links = new Set(['href', 'xlink:href']);

function refuseDepth(depth: number): void {
  if (depth > deepest) throw new BrokenRecordError('body', 'The body is nested absurdly deep.');
}

/**
 * Reads the words and addresses of a mail's HTML. Broken markup gives what can be read; throws `BrokenRecordError` only
 * when elements are nested absurdly deep.
 */
export function readBody(html: string): ReadBody {
  const words = new Words();
  const addresses: BodyAddress[] = [];
  let depth = 0;
  let wordlessDepth = 0;
  let styleDepth = 0;
  const parser = new Parser({
    onopentag(name, attributes) {
      depth += 1;
      refuseDepth(depth);
      if (wordless.has(name)) wordlessDepth += 1;
      if (name === 'style') styleDepth += 1;
      if (name === 'br') words.breakLine();
      else if (blockElements.has(name)) words.startBlock();
      for (const [attribute, value] of Object.entries(attributes)) {
        for (const address of addressesIn(name, attribute, value)) {
          addresses.push({ address, kind: kindOf(name, attribute, address) });
        }
      }
    },
    ontext(data) {
      if (styleDepth > 0) {
        for (const address of styleAddresses(data)) addresses.push({ address, kind: 'image' });
      }
      if (wordlessDepth === 0) words.add(data);
    },
    onclosetag(name) {
      depth -= 1;
      if (wordless.has(name)) wordlessDepth -= 1;
      if (name === 'style') styleDepth -= 1;
      if (blockElements.has(name)) words.startBlock();
    },
  });
  parser.end(html);
  return { text: words.text(), addresses };
}

function addressesIn(element: string, attribute: string, value: string): string[] {
  if (attribute === 'style') return styleAddresses(value);
  if (lists.has(attribute)) return srcsetAddresses(value);
  if (singles.has(attribute)) return element === 'script' || element === 'iframe' ? [] : [value.trim()];
  // A link is something to keep only where it leads to a file.
  if (links.has(attribute) && kindOfPath(value.replace(/[?#].*$/s, '').trim())) return [value.trim()];
  return [];
}

function kindOf(element: string, attribute: string, address: string): AssetKind {
  const named = kindOfPath(address.replace(/[?#].*$/s, ''));
  if (named) return named;
  if (attribute === 'poster') return 'image';
  if (element === 'video' || element === 'audio') return element;
  return 'image';
}

// Bounded, so that a hostile style costs no more than its length.
const cssUrl = /url\(\s{0,16}(?:"([^"]{0,2048})"|'([^']{0,2048})'|([^)"'\s]{0,2048}))/gi;

function styleAddresses(css: string): string[] {
  return [...css.matchAll(cssUrl)]
    .map(([, double, single, bare]) => (double ?? single ?? bare ?? '').trim())
    .filter((address) => address !== '');
}

/** Builds plain text with the line breaks of the page. */
class Words {
  #lines: string[] = [''];
  #followsBreak = false;
  #isBlockStart = true;

  /** Line breaks inside text count: the app's page turned them into `<br>` by script. */
  add(data: string): void {
    // Between two blocks, line breaks only lay out the markup.
    if (this.#isBlockStart && data.trim() === '') return;
    this.#isBlockStart = false;
    const pieces = data.replace(/\r\n?/g, '\n').split('\n');
    // `<br>` and the line break written after it are one break.
    if (this.#followsBreak && pieces.length > 1 && pieces[0]!.trim() === '') pieces.shift();
    this.#followsBreak = false;
    this.#lines.push(`${this.#lines.pop() ?? ''}${pieces.shift() ?? ''}`);
    for (const piece of pieces) this.#lines.push(piece);
  }

  breakLine(): void {
    this.#lines.push('');
    this.#followsBreak = true;
    this.#isBlockStart = false;
  }

  startBlock(): void {
    if (this.#lines.at(-1)!.trim() !== '') this.#lines.push('');
    this.#isBlockStart = true;
  }

  /** At most one empty line in a row, none at the ends. */
  text(): string {
    return this.#lines
      .map((line) => line.replace(/[ \t\f\u00a0]+/g, ' ').trim())
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim();
  }
}
