import type { AssetKind, AssetRef } from '../../mail/asset.ts';

/** The original addresses are not in the lists; nothing answers at this one, so nothing is ever asked for. */
const origin = 'https://pm-list.invalid/';

const marker = / ?\{(이미지|비디오)\} ?/g;

/** A body as markup that shows its files, and the files it shows in their order. */
export interface ReadMarkup {
  html: string;
  assets: AssetRef[];
}

/**
 * Puts a body's files in the place of its markers. A marker without a file stays as it is, for a picture stood there; files
 * without a marker follow the words.
 */
export function readMarkup(
  mailId: string,
  { body, images, videos }: { body: string; images: readonly string[]; videos: readonly string[] },
): ReadMarkup {
  const assets = new Map<string, AssetRef>();
  const waiting = { image: [...images], video: [...videos] };
  const show = (kind: AssetKind, path: string): string => {
    const key = path.normalize('NFC');
    const url = origin + key.split('/').map(encodeURIComponent).join('/');
    if (!assets.has(key)) assets.set(key, { key, url, kind, role: 'body', mailId });
    return kind === 'image' ? `<img src="${url}">` : `<video src="${url}"></video>`;
  };
  const marked = body.replace(marker, (whole, name: string) => {
    const kind = name === '이미지' ? 'image' : 'video';
    const path = waiting[kind].shift();
    return path === undefined ? whole : show(kind, path);
  });
  const rest = (['image', 'video'] as const).flatMap((kind) => waiting[kind].map((path) => show(kind, path)));
  return { html: marked + rest.join(''), assets: [...assets.values()] };
}
