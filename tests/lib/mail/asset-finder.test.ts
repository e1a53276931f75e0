import { describe, expect, it } from 'vitest';
import type { AssetRef } from '../../../lib/mail/asset.ts';
import { createAssetFinder } from '../../../lib/mail/asset-finder.ts';

const anAsset = (address: string): AssetRef => ({
  key: address.replace('https://', ''),
  url: address,
  kind: 'image',
  role: 'body',
  mailId: 'm1',
});

describe('asset finder', () => {
  const find = createAssetFinder([anAsset('https://img.test/a/가.jpg'), anAsset('https://img.test/b.png')]);

  it.each([
    ['https://img.test/b.png', 'img.test/b.png'],
    ['https://IMG.test/b.png?width=3', 'img.test/b.png'],
    ['http://img.test/b.png', 'img.test/b.png'],
    ['//img.test/b.png', 'img.test/b.png'],
    ['/b.png', 'img.test/b.png'],
    ['https://img.test/a/%EA%B0%80.jpg', 'img.test/a/가.jpg'],
  ])('knows %s', (address, key) => {
    expect(find(address)).toBe(key);
  });

  it.each(['https://other.test/b.png', 'data:image/png;base64,AAAA', '', 'https://img.test/c.png'])(
    'does not know %s',
    (address) => {
      expect(find(address)).toBeUndefined();
    },
  );
});
