import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** The tests that run in one browser only, each with the reason. All others run in both. */
const exceptions: Record<string, string> = {
  'containers.firefox.test.ts': 'Chromium has no containers.',
  'long-runs.chromium.test.ts': 'Firefox has no permission to keep the computer awake.',
  'looks.chromium.test.ts': 'The compared pictures are of one browser, letter by letter.',
  'versions.chromium.test.ts':
    'Firefox ESR 153 loses its content process when a driven second window opens this dialog; e2e/versions.test.ts covers it there.',
};

describe('the tests of one browser', () => {
  it('are those that have a reason', async () => {
    const folders = [import.meta.dirname, join(import.meta.dirname, '../browser')];
    const files = (await Promise.all(folders.map((folder) => readdir(folder)))).flat();
    const ofOne = files.filter((name) => /\.(chromium|firefox)\.test\.ts$/.test(name));
    expect(ofOne.toSorted()).toEqual(Object.keys(exceptions).toSorted());
  });
});
