import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { listOnlyInFaults } from './list-faults.ts';
import { listTestFiles } from './test-files.ts';

describe('the list of what only test:faults does', () => {
  it('names tests, and how much of the others it tries', () => {
    const list = listOnlyInFaults();
    expect(list).toContain(
      '  an archive of more than 4 GiB is saved by the browser, and taken by every program that reads ZIPs (tests/e2e/sizes.test.ts)',
    );
    expect(list).toContain('       3      20  kills of the background during a backup');
    expect(list).toContain('       0     all  kinds of faults, each in a backup of its own, in a browser');
  });

  it('knows every number that differs', async () => {
    const elsewhere: string[] = [];
    for (const file of await listTestFiles()) {
      if (file === 'tests/run/list-faults.test.ts') continue;
      if (/\bhasMany\s*\?|MAIL_ARK_MANY/.test(await readFile(file, 'utf8'))) elsewhere.push(file);
    }
    expect(elsewhere).toEqual([]);
  });
});
