import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import endToEnd from '../e2e/vitest.config.ts';
import unit from '../../vitest.config.ts';
import { patienceMs } from '../support/patience.ts';
import { listTestFiles } from './test-files.ts';

describe('the patience of the tests', () => {
  it('is in both configurations, for polls and for whole tests', () => {
    for (const { test } of [unit, endToEnd]) {
      const poll = test?.expect?.poll?.timeout ?? 0;
      expect(poll).toBe(patienceMs);
      for (const whole of [test?.testTimeout, test?.hookTimeout]) expect(whole).toBeGreaterThan(poll);
    }
  });

  it('is shortened in no test', async () => {
    const impatient: string[] = [];
    const support = (await readdir('tests/support')).map((name) => `tests/support/${name}`);
    for (const file of [...(await listTestFiles()), ...support]) {
      const lines = (await readFile(file, 'utf8')).split('\n');
      for (const [at, line] of lines.entries()) {
        const limits = [...line.matchAll(/\btimeout: ?([\d_]+)(?![\d_]| \*)/g)];
        const isShort = limits.some(([, ms]) => Number(ms?.replaceAll('_', '')) < patienceMs);
        // Its one second is in no configuration; `expect.poll` does the same.
        const hasOwnSecond = /\bvi\.wait(For|Until)\(/.test(line);
        if (isShort || hasOwnSecond) impatient.push(`${file}:${at + 1} ${line.trim()}`);
      }
    }
    expect(impatient).toEqual([]);
  });
});
