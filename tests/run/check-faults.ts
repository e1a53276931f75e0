import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canMountSmallDisk } from '../support/small-disk.ts';
import { reviewLeftOut } from './left-out.ts';
import { listOnlyInFaults } from './list-faults.ts';
import { prepareTypes } from './prepare-types.ts';
import { runStages } from './run-stages.ts';
import { buildStages, faultStages } from './stages.ts';

/** Tries every fault, noting in a file how often each was tried. */
async function checkFaults(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'mail-ark-tried-'));
  const triedPath = join(folder, 'tried.jsonl');
  try {
    await prepareTypes();
    await runStages(
      [...buildStages.map((stage) => [stage]), ...faultStages(triedPath).map((stage) => [stage])],
      async (outcomes) => {
        const met = { many: true, 'small disk': await canMountSmallDisk() };
        const { lines, complaints } = reviewLeftOut(outcomes, met);
        const tried = sumUp(await readFile(triedPath, 'utf8').catch(() => ''));
        return { lines: [...lines, ...tried], complaints };
      },
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A line for each kind of fault with how often it was tried. */
function sumUp(log: string): string[] {
  const sums = new Map<string, number>();
  for (const line of log.split('\n').filter((each) => each !== '')) {
    const [what, count] = JSON.parse(line) as [string, number];
    sums.set(what, (sums.get(what) ?? 0) + count);
  }
  const sorted = [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [
    'Faults and kills tried:',
    ...sorted.map(([what, count]) => `  ${count.toLocaleString('en')} × ${what}`),
  ];
}

if (process.argv.includes('--list')) console.log(listOnlyInFaults().join('\n'));
else await checkFaults();
