import { createAssetFinder } from './asset-finder.ts';
import type { AssetRef } from './asset.ts';

/** What `renameMarkup` needs to know. */
export interface MarkupNames {
  /** Shows the chosen name in a text of markup. */
  rename(text: string): string;
  /** As `rename`, for names with `<` or `>` only: one that the service did not escape looks like a tag. Absent: there are none. */
  renameBracketed: ((text: string) => string) | undefined;
  /** Puts a place for the name where inline elements part its letters. */
  joinParted(html: string): string;
  /** The mail's own files, whose addresses stay as they are in its list of files. */
  assets: readonly AssetRef[];
}

/**
 * Shows the chosen name in a received body: in its texts, its comments and the values of attributes, never in the names of
 * tags and attributes.
 */
export function renameMarkup(
  html: string,
  { rename, renameBracketed, joinParted, assets }: MarkupNames,
): string {
  const findAsset = createAssetFinder(assets);
  const renameValue = (value: string): string =>
    findAsset(value.replaceAll('&amp;', '&')) === undefined ? rename(value) : value;
  const plain = joinParted(renameBracketed?.(html) ?? html);
  // Texts without tags between them are one, also around a lone `<`.
  let markup = '';
  let words = '';
  let at = 0;
  while (at < plain.length) {
    const end = partEnd(plain, at);
    const part = plain.slice(at, end);
    if (isTag(part)) {
      markup += rename(words) + renameValues(part, renameValue);
      words = '';
    } else words += part;
    at = end;
  }
  return markup + rename(words);
}

const tagStart = /^<\/?[a-z]/i;

function isTag(part: string): boolean {
  return tagStart.test(part) && part.endsWith('>');
}

/** Where the text, tag or comment that begins at a place ends; each sign of the markup is looked at once. */
function partEnd(html: string, start: number): number {
  if (html.startsWith('<!--', start)) {
    const end = html.indexOf('-->', start + 4);
    return end === -1 ? html.length : end + 3;
  }
  if (!tagStart.test(html.slice(start, start + 3))) {
    const next = html.indexOf('<', start + 1);
    return next === -1 ? html.length : next;
  }
  let before = '';
  for (let at = start + 1; at < html.length; at++) {
    const sign = html.charAt(at);
    if (sign === '>') return at + 1;
    if (sign === '<') return at;
    // Only after `=` does a quotation mark begin a value that may hold `>`.
    if (before === '=' && (sign === '"' || sign === "'")) {
      const end = html.indexOf(sign, at + 1);
      if (end === -1) return html.length;
      at = end;
    }
    if (sign.trim() !== '') before = sign;
  }
  return html.length;
}

const value = /=(\s*)("[^"]*"|'[^']*'|[^\s"'>]+)/g;

function renameValues(tag: string, renameValue: (value: string) => string): string {
  return tag.replace(value, (_, space: string, written: string) => {
    const quote = /^["']/.exec(written)?.[0] ?? '';
    const before = written.slice(quote.length, written.length - quote.length);
    const after = renameValue(before);
    // A name of several words would end a value without quotes.
    const around = quote === '' && after !== before && /[\s=`]/.test(after) ? '"' : quote;
    return `=${space}${around}${after}${around}`;
  });
}
