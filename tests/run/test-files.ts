import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from './left-out.ts';
import { projectRoot } from './prepare.mjs';

/** Every file of tests there is, from the project's root. */
export async function listTestFiles(): Promise<string[]> {
  const names = await readdir(join(projectRoot, 'tests'), { recursive: true });
  return names
    .map((name) => `tests/${name.replaceAll('\\', '/')}`)
    .filter((path) => /\.test\.tsx?$/.test(path))
    .toSorted();
}

/** A complaint for each file of which no stage ran a test: its name fits none of them. */
export function findFilesNotRun(files: string[], outcomes: Outcome[]): string[] {
  const run = new Set(outcomes.map(({ file }) => file));
  return files.filter((file) => !run.has(file)).map((file) => `${file} was run by no stage.`);
}
