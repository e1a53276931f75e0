import { cpus, loadavg, release, totalmem } from 'node:os';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../run/prepare.mjs';
import { getChromium } from '../support/chromium.ts';
import { runCommand } from '../run/command.ts';
import type { Section } from './section.ts';

/** What one section measured, when and where. */
export interface SectionResult {
  measuredOn: string;
  machine: string;
  rounds: number;
  data: unknown;
}

const folder = join(projectRoot, 'docs');
const resultsPath = join(folder, 'benchmarks.json');

/** What else the machine does just now, in a few words; empty when that is little. */
export function describeOtherWork(): string {
  const [load = 0] = loadavg();
  return load < 0.5
    ? ''
    : `; busy with other work (load ${load.toFixed(1)} before), so that only processor time means something`;
}

/** Browser, processor and memory, in one line. */
export function describeMachine(): string {
  const chromium = execFileSync(getChromium(), ['--version'], { encoding: 'utf8' })
    .replace(/,? built on.*/s, '')
    .trim();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${chromium} headless, Linux ${release().split('-')[0]}, ${cpus().length} cores (${cpus()[0]?.model}), ${memory} GiB; no debugger attached`;
}

/** The results kept from earlier runs, by section. */
export async function readResults(): Promise<Record<string, SectionResult>> {
  const text = await readFile(resultsPath, 'utf8').catch(() => '{}');
  return JSON.parse(text) as Record<string, SectionResult>;
}

/** Keeps the results and draws `docs/benchmarks.md` and its pictures from them. Sections that were not measured now keep what they had. */
export async function writeResults(
  sections: readonly Section[],
  results: Record<string, SectionResult>,
): Promise<void> {
  const notes = await readFile(join(projectRoot, 'tests/bench/notes.md'), 'utf8');
  const pages = sections.flatMap((section) => {
    const result = results[section.name];
    return result ? [{ result, page: section.render(result.data) }] : [];
  });
  const text = [
    '# Benchmarks',
    'Written by `npm run bench`; every time stands beside a floor measured in the same run on the same machine, and only the ratio means something elsewhere. Memory is the sum of the proportional set sizes of all the browser’s processes.',
    ...pages.map(
      ({ result, page }) => `## ${page.title}\n\n${result.measuredOn}. ${result.machine}.\n\n${page.text}`,
    ),
    notes.trim(),
  ].join('\n\n');
  await mkdir(join(folder, 'images'), { recursive: true });
  await writeFile(resultsPath, `${JSON.stringify(results)}\n`);
  await writeFile(join(folder, 'benchmarks.md'), `${text}\n`);
  for (const { page } of pages) {
    for (const [name, svg] of Object.entries(page.pictures ?? {})) {
      await writeFile(join(folder, 'images', name), svg);
    }
  }
  await runCommand('prettier', ['--write', 'docs/benchmarks.md', 'docs/benchmarks.json']);
}
