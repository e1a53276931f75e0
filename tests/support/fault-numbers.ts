/** Whether the fault tests run in full, as in `npm run test:faults`, or as a sample. */
export const hasMany = process.env['MAIL_ARK_MANY'] === '1';

/** Whether tests run few cases, as in `npm run check`. */
export const hasFew = process.env['MAIL_ARK_FEW'] === '1';

/** How often something is tried: in `npm run check`, in `npm test`, and in `npm run test:faults`. */
interface Amount {
  what: string;
  /** Absent: as many as in `npm test`. */
  few?: number;
  sample: number;
  all: number;
}

/** All tests that `npm run test:faults` repeats more often. */
export const amounts = {
  simulatedFaults: {
    what: 'simulated backups with answers spoilt, lost or refused',
    few: 4,
    sample: 40,
    all: 600,
  },
  badMinutes: { what: 'simulated backups with bad minutes of the service', few: 4, sample: 40, all: 600 },
  hosts: { what: 'simulated hosts for each rule of the governor', few: 40, sample: 500, all: 10_000 },
  disturbedHosts: { what: 'simulated hosts that are disturbed for a while', few: 1, sample: 2, all: 60 },
  shiftingLists: { what: 'simulated lists that shift while they are read', few: 6, sample: 60, all: 2_000 },
  mailsOfKilled: { what: 'mails of a backup that is killed', sample: 80, all: 2_000 },
  workerKills: { what: 'kills of the background during a backup', sample: 3, all: 20 },
  browserKills: { what: 'kills of the browser during a backup', sample: 1, all: 5 },
  mailsOfDisturbed: { what: 'mails of a backup in a browser that is disturbed', sample: 80, all: 300 },
  faults: { what: 'kinds of faults, each in a backup of its own, in a browser', sample: 0, all: Infinity },
  filmBytes: { what: 'bytes of a film that comes part by part', sample: 40_000_000, all: 300_000_000 },
  largeImport: { what: 'mails of the large import, 200 kB each', sample: 100, all: 1_000 },
} satisfies Record<string, Amount>;

/** The amount of this run. */
export function amountOf(name: keyof typeof amounts): number {
  const amount: Amount = amounts[name];
  if (hasMany) return amount.all;
  return hasFew ? (amount.few ?? amount.sample) : amount.sample;
}

/** How many random cases a property tries: `count`, or a tenth of it in `npm run check`. */
export function cases(count: number): number {
  return hasFew ? Math.ceil(count / 10) : count;
}

/** The seed of random numbers, so that a failure can be repeated; `MAIL_ARK_SEED` sets another. */
export const seed = Number(process.env['MAIL_ARK_SEED'] ?? 1);
