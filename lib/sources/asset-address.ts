import type { AssetKind } from '../mail/asset.ts';

const kindsByExtension: Record<AssetKind, RegExp> = {
  image: /\.(?:jpe?g|jfif|png|gif|webp|avif|bmp|heic)$/i,
  video: /\.(?:mp4|m4v|mov|webm)$/i,
  audio: /\.(?:m4a|mp3|aac|ogg|wav)$/i,
};

/** The kind a file's name promises; undefined when it promises none. What it truly is, its first bytes say. */
export function kindOfPath(path: string): AssetKind | undefined {
  return (['image', 'video', 'audio'] as const).find((kind) => kindsByExtension[kind].test(path));
}

/**
 * The address as it may be asked for: absolute, https, at one of the origins, without user name and fragment.
 * Plain http at such an origin is raised to https. Undefined: nothing of ours, do not ask.
 */
export function findAllowedAddress(
  address: string,
  { base, origins }: { base?: string; origins: readonly string[] },
): URL | undefined {
  const url = URL.parse(address.trim(), base);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined;
  // Each of these writes the whole address anew, and hardly any address needs one.
  if (url.protocol === 'http:') url.protocol = 'https:';
  if (url.username !== '') url.username = '';
  if (url.password !== '') url.password = '';
  if (url.href.includes('#')) url.hash = '';
  return origins.includes(url.origin) ? url : undefined;
}
