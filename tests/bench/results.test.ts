import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../run/prepare.mjs';

it('keeps no path of the machine that measured beside its results', async () => {
  const paths: string[] = [];
  JSON.parse(await readFile(join(projectRoot, 'docs/benchmarks.json'), 'utf8'), (_name, value: unknown) => {
    if (typeof value === 'string' && /^(?:\/|file:|[A-Z]:\\)/i.test(value)) paths.push(value);
    return value;
  });
  expect(paths).toEqual([]);
});
