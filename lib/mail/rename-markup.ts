import { createAssetFinder } from './asset-finder.ts';
import type { AssetRef } from './asset.ts';

/** The parameters of `renameMarkup`. */
export interface MarkupNames {
  /** Replaces the name in a text of the markup. */
  rename(text: string): string;
  /**
   * Like `rename`, only for names with `<` or `>`: a name that the service did not escape looks like a tag. Undefined
   * when there are none.
   */
  renameBracketed: ((text: string) => string) | undefined;
  /** Inserts a placeholder where inline elements divide the letters of the name. */
  joinParted(html: string): string;
  /** The mail's own files, whose addresses stay unchanged in its list of files. */
  assets: readonly AssetRef[];
}

/**
 * Replaces the name in a body as received: in its texts, its comments and the values of attributes, never in the names
 * of tags and attributes.
 */
export function renameMarkup(
  html: string,
  { rename, renameBracketed, joinParted, assets }: MarkupNames,
): string {
  const findAsset = createAssetFinder(assets);
  const renameValue = (value: string): string =>
    findAsset(value.replaceAll('&amp;', '&')) === undefined ? rename(value) : value;
  const plain = joinParted(renameBracketed?.(html) ?? html);
  // Texts without a tag between them are one text, also around a lone `<`.
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

/**
 * The index at which the text, tag or comment that starts at `start` ends; each character of the markup is visited
 * once.
 */
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
    // A quotation mark begins a value that may contain `>` only after `=`.
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
    // A name with spaces would end an unquoted value.
    const around = quote === '' && after !== before && /[\s=`]/.test(after) ? '"' : quote;
    return `=${space}${around}${after}${around}`;
  });
}
