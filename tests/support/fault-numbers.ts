import { seeded } from './fake-clock.ts';

/** Whether the fault tests try all they can, as `npm run test:faults` has them do, or a sample. */
export const hasMany = process.env['MAIL_ARK_MANY'] === '1';

/** What chance is drawn from, so that a failure can be repeated; `MAIL_ARK_SEED` gives another. */
export const seed = Number(process.env['MAIL_ARK_SEED'] ?? 1);

/** So many of the items, drawn by the seed, in the order given. */
export function pick<T>(items: readonly T[], count: number, from: number): T[] {
  const random = seeded(from);
  const places = items.map((_, at) => ({ at, turn: random() })).sort((a, b) => a.turn - b.turn);
  return places
    .slice(0, count)
    .map(({ at }) => at)
    .sort((a, b) => a - b)
    .flatMap((at) => items.slice(at, at + 1));
}
