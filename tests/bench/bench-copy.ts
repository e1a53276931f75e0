import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { projectRoot } from '../run/prepare.mjs';
import { e2eCopy } from '../support/extension-build.ts';

/**
 * A copy of the build, its hosts given, in which the welcome page, which opens by itself, does in the extension's own
 * origin what the bench asks. Nothing of what is measured is touched.
 */
export async function benchCopy(): Promise<string> {
  const folder = await e2eCopy('chrome');
  await build({
    configFile: false,
    root: projectRoot,
    logLevel: 'warn',
    publicDir: false,
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'esnext',
      minify: false,
      lib: {
        entry: join(projectRoot, 'tests/bench/page/main.ts'),
        formats: ['es'],
        fileName: () => 'bench.js',
      },
    },
  });
  await writeFile(
    join(folder, 'welcome.html'),
    '<!doctype html><meta charset="utf-8"><title>bench</title><script type="module" src="/bench.js"></script>',
  );
  return folder;
}
