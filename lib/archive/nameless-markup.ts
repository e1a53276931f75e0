import { createAssetFinder } from '../mail/asset-finder.ts';
import type { AssetRef } from '../mail/asset.ts';
import { createNameHider, type NameHider } from '../mail/hide-names.ts';

const token = /<!--[\s\S]*?(?:-->|$)|<\/?[a-z][^\s/<>"'=]*(?:"[^"]*"|'[^']*'|[^"'<>])*>|[^<]+|</gi;
const value = /=(\s*)("[^"]*"|'[^']*'|[^\s"'>]+)/g;

/**
 * Takes names out of a received body: out of its texts, comments and attributes' values, never out of the names of tags and
 * attributes. Addresses of the mail's own files stay, for its list of files has them too.
 */
export function namelessMarkup(
  html: string,
  { names, hider, assets }: { names: readonly string[]; hider: NameHider; assets: readonly AssetRef[] },
): string {
  const findAsset = createAssetFinder(assets);
  const hideValue = (written: string): string =>
    findAsset(written.replaceAll('&amp;', '&')) === undefined ? hider.text(written) : written;
  const hideValues = (tag: string): string =>
    tag.replace(value, (_, space: string, written: string) => {
      const quote = /^["']/.exec(written)?.[0] ?? '';
      return `=${space}${quote}${hideValue(written.slice(quote.length, written.length - quote.length))}${quote}`;
    });
  // A name such as `<Sky>` that the service did not escape looks like a tag.
  const bracketed = names.filter((name) => name.length > 2 && /[<>]/.test(name));
  const plain = bracketed.length === 0 ? html : createNameHider(bracketed).text(html);
  // Texts without tags between them are one, also around a lone `<`.
  let markup = '';
  let words = '';
  for (const [part] of plain.matchAll(token)) {
    if (!/^<\/?[a-z].*>$/is.test(part)) {
      words += part;
      continue;
    }
    markup += hider.text(words) + hideValues(part);
    words = '';
  }
  return markup + hider.text(words);
}
