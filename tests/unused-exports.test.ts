import { readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findUnusedExports } from './support/unused-exports.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

function readFolders(folders: string[]): Map<string, string> {
  const files = folders.flatMap((folder) =>
    readdirSync(posix.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => posix.relative(root, posix.join(entry.parentPath, entry.name))),
  );
  return new Map(files.map((file) => [file, readFileSync(posix.join(root, file), 'utf8')]));
}

/** Files that stand in for packages: JSZip imports them under the packages' names. */
const standIns = /^lib\/browser\/export\/jszip\//;

describe('what the shipped code exports', () => {
  it('is used by another file', () => {
    const shipped = readFolders(['lib', 'components', 'entrypoints']);
    expect(shipped.size).toBeGreaterThan(300);
    const unused = findUnusedExports(shipped, readFolders(['tests']));
    expect(unused.filter((line) => !standIns.test(line))).toEqual([]);
  });

  it('is noticed where it is not', () => {
    const shipped = new Map([
      ['lib/a.ts', 'export const used = 1;\nexport function unused() {}\nexport class OfTests {}'],
      ['lib/b.ts', "import { used } from './a.ts';\nexport const own = used;\nconsole.log(own);"],
    ]);
    const tests = new Map([['tests/a.test.ts', 'new OfTests();']]);
    expect(findUnusedExports(shipped, tests)).toEqual(['lib/a.ts unused', 'lib/b.ts own']);
  });
});
