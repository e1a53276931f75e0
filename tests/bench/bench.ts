/** Measures the shipped build in a real Chromium against floors of the same run, prints what came of it, and writes `docs/benchmarks.md`. */
import { rm } from 'node:fs/promises';
import { benchCopy } from './bench-copy.ts';
import { readOptions, usage } from './options.ts';
import { describeMachine, describeOtherWork, readResults, writeResults } from './results.ts';
import { sections } from './sections/all.ts';

const say = (line: string): void => console.log(line);

async function main(): Promise<void> {
  const options = readOptions(
    process.argv.slice(2),
    sections.map(({ name }) => name),
  );
  if (!options) return say(usage);
  const { isQuick, rounds, only } = options;
  const results = isQuick ? {} : await readResults();
  const extension = await benchCopy();
  try {
    for (const section of sections.filter(({ name }) => only?.includes(name) ?? true)) {
      say(`\n# ${section.name}`);
      const otherWork = describeOtherWork();
      const data = await section.measure({ isQuick, rounds, extension, say });
      const measuredOn = new Date().toISOString().slice(0, 10);
      results[section.name] = { measuredOn, machine: describeMachine() + otherWork, rounds, data };
      say(`\n${section.render(data).text}`);
      // After every section: a later one that fails takes nothing away.
      if (!isQuick) await writeResults(sections, results);
    }
  } finally {
    await rm(extension, { recursive: true, force: true });
  }
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
