/** Whether the fault tests run in full, as in `npm run test:faults`, or as a sample. */
export const hasMany = process.env['MAIL_ARK_MANY'] === '1';

/** How often something is tried: in `npm test`, and in `npm run test:faults`. */
interface Amount {
  what: string;
  sample: number;
  all: number;
}

/** All tests that `npm run test:faults` repeats more often. */
export const amounts = {
  simulatedFaults: {
    what: 'simulated backups with answers spoilt, lost or refused',
    sample: 40,
    all: 600,
  },
  hosts: { what: 'simulated hosts for each rule of the governor', sample: 500, all: 10_000 },
  disturbedHosts: { what: 'simulated hosts that are disturbed for a while', sample: 2, all: 60 },
  shiftingLists: { what: 'simulated lists that shift while they are read', sample: 60, all: 2_000 },
  mailsOfKilled: { what: 'mails of a backup that is killed', sample: 80, all: 2_000 },
  workerKills: { what: 'kills of the background during a backup', sample: 3, all: 20 },
  browserKills: { what: 'kills of the browser during a backup', sample: 1, all: 5 },
  mailsOfDisturbed: { what: 'mails of a backup in a browser that is disturbed', sample: 80, all: 300 },
  faults: { what: 'kinds of faults, each in a backup of its own, in a browser', sample: 0, all: Infinity },
  largeImport: { what: 'mails of the large import, 200 kB each', sample: 100, all: 1_000 },
} satisfies Record<string, Amount>;

/** The amount of this run. */
export function amountOf(name: keyof typeof amounts): number {
  return amounts[name][hasMany ? 'all' : 'sample'];
}

/** The seed of random numbers, so that a failure can be repeated; `MAIL_ARK_SEED` sets another. */
export const seed = Number(process.env['MAIL_ARK_SEED'] ?? 1);
