import { parseArgs } from 'node:util';

/** How the bench shall run. */
export interface BenchOptions {
  /** A tenth of the size, once: under three minutes. */
  isQuick: boolean;
  /** How often each figure is measured; the median counts. */
  rounds: number;
  /** Names of sections; all of them unless told. */
  only: string[] | undefined;
}

/** What `npm run bench -- --help` prints. */
export const usage = `npm run bench -- [options]
  --quick         a tenth of the size, once; prints, and leaves docs/benchmarks.md as it is
  --rounds N      how often each figure is measured (3); the median counts
  --only NAME     this section only, may be given several times`;

/** Reads the command line. Throws with a sentence when it makes no sense; undefined: help is wanted. */
export function readOptions(args: string[], names: readonly string[]): BenchOptions | undefined {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      only: { type: 'string', multiple: true },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const rounds = Number(values.rounds ?? (values.quick ? 1 : 3));
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 20)
    throw new Error(`--rounds wants a whole number from 1 to 20, not "${values.rounds}".`);
  const strange = values.only?.find((name) => !names.includes(name));
  if (strange !== undefined)
    throw new Error(`There is no section "${strange}". There are: ${names.join(', ')}.`);
  return { isQuick: values.quick, rounds, only: values.only };
}
