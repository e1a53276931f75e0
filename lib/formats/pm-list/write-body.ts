import type { CleanBody } from '../../mail/mail-library.ts';
import type { AssetKind } from '../../mail/asset.ts';
import { escapeText, rewriteTags } from '../content/clean-markup.ts';

/** What stands in a body where its n-th picture or video was. */
const markers: Partial<Record<AssetKind, string>> = { image: ' {이미지} ', video: ' {비디오} ' };

/** A file shown in a body, in the order of the markers. */
export interface ListedFile {
  key: string;
  kind: AssetKind;
}

/**
 * A body as the old viewers read it: paragraphs without classes or line breaks, a marker for each picture that is there,
 * and files the body does not show behind its words.
 */
export function listedBody(
  body: CleanBody | undefined,
  text: string,
  files: readonly ListedFile[],
): { body: string; shown: ListedFile[] } {
  const byKey = new Map(files.map((file) => [file.key, file]));
  const shown: ListedFile[] = [];
  const mark = (file: ListedFile): string => {
    const marker = markers[file.kind];
    if (marker === undefined) return '';
    shown.push(file);
    return marker;
  };
  const words = body
    ? rewriteTags(body, ({ name, assetKey }) => {
        if (assetKey === undefined) return name === 'span' ? '' : `<${name === 'div' ? 'p' : name}>`;
        const file = byKey.get(assetKey);
        return file ? mark(file) : '';
      })
    : text
        .split('\n')
        .map((line) => `<p>${line === '' ? '<br>' : escapeText(line)}</p>`)
        .join('');
  const plain = words
    .replaceAll('</span>', '')
    .replaceAll('</div>', '</p>')
    .replace(/[\r\n]+/g, '')
    .replace(/<p>\s*<\/p>/g, '<br>');
  const known = new Set(shown.map(({ key }) => key));
  const rest = files.filter(({ key }) => !known.has(key)).map(mark);
  return { body: plain + rest.join(''), shown };
}
