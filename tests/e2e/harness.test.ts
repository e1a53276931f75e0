import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sources } from '../../lib/sources/registry.ts';
import { buildExtension, e2eCopy, listFileHashes } from '../support/extension-build.ts';

describe('the copy of the build that end-to-end tests use', () => {
  it('differs from the build only in the granted hosts', async () => {
    for (const browser of ['chrome', 'firefox'] as const) {
      const build = await buildExtension(browser);
      const copy = await e2eCopy(browser);
      const isManifest = ([path]: [string, string]) => path === 'manifest.json';
      const [ofBuild, ofCopy] = await Promise.all([listFileHashes(build), listFileHashes(copy)]);
      expect(ofCopy.filter((file) => !isManifest(file))).toEqual(ofBuild.filter((file) => !isManifest(file)));

      const read = async (folder: string) =>
        JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Record<string, unknown>;
      const { host_permissions: given, ...restOfCopy } = await read(copy);
      const { optional_host_permissions: optional, ...restOfBuild } = await read(build);
      expect(restOfCopy).toEqual(restOfBuild);
      expect(given).toEqual(optional);
      expect(optional).toEqual([...new Set(sources.flatMap(({ hosts }) => hosts))]);
    }
  });
});

describe('the build', () => {
  it('knows nothing of the development server', async () => {
    for (const browser of ['chrome', 'firefox'] as const) {
      const folder = await buildExtension(browser);
      const files = (await readdir(folder, { recursive: true })).filter((path) =>
        /\.(js|html|json|css)$/.test(path),
      );
      expect(files).toContain('viewer.html');
      for (const file of files)
        expect(await readFile(join(folder, file), 'utf8'), file).not.toMatch(
          /localhost|ws:\/\/|vite-hmr|\/@vite\//,
        );
    }
  });
});
