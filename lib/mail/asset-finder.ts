import type { AssetRef } from './asset.ts';

/**
 * Creates a function that finds which of a mail's assets an address in its body refers to. Addresses are compared as
 * the browser resolves them: host in lower case, escapes normalised, without the query. A relative address refers to
 * the asset with the same path.
 */
export function createAssetFinder(assets: readonly AssetRef[]): (address: string) => string | undefined {
  const keys = new Map<string, string>();
  for (const { key, url } of assets) {
    const parsed = URL.parse(url);
    if (!parsed) continue;
    keys.set(parsed.host + parsed.pathname, key);
    if (!keys.has(parsed.pathname)) keys.set(parsed.pathname, key);
  }
  return (address) => {
    const relativeBase = 'https://relative.invalid';
    const parsed = URL.parse(address.trim(), relativeBase);
    if (!parsed) return undefined;
    const isRelative = parsed.origin === relativeBase;
    return keys.get(isRelative ? parsed.pathname : parsed.host + parsed.pathname);
  };
}
