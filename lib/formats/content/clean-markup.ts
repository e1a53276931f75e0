import type { CleanBody } from '../../mail/mail-library.ts';

// Cleaned markup is what a browser serialised: every value is quoted, and a quote inside one is `&quot;`.
const tag = /<([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>/g;
const attribute = / ([a-z-]+)="([^"]*)"/g;

/** One element's beginning in cleaned markup. */
export interface OpenTag {
  name: string;
  /** As written, still escaped. */
  values: ReadonlyMap<string, string>;
  /** Which entry of `CleanBody.styles` is its; undefined where it has none. */
  styleAt: number | undefined;
  /** The asset that stands here. */
  assetKey: string | undefined;
  whole: string;
}

/** Rewrites the beginning of each element; what lies between stays. */
export function rewriteTags({ html }: CleanBody, rewrite: (tag: OpenTag) => string): string {
  let styled = 0;
  return html.replace(tag, (whole, name: string, written: string) => {
    const values = new Map([...written.matchAll(attribute)].map((found) => [found[1] ?? '', found[2] ?? '']));
    const key = values.get('data-asset');
    const styleAt = values.has('data-style') ? styled++ : undefined;
    return rewrite({
      name,
      values,
      styleAt,
      assetKey: key === undefined ? undefined : unescapeText(key),
      whole,
    });
  });
}

/** A declaration that cannot end its rule or quote. */
export function isPlainStyle({ property, value }: CleanBody['styles'][number]): boolean {
  return /^[a-z-]+$/.test(property) && !/[{};<>\\"]/.test(value);
}

/** Text as it may stand in markup and in quoted values. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function unescapeText(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&nbsp;', '\u00a0')
    .replaceAll('&amp;', '&');
}
