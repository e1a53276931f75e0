import type { BackupVolume } from './incoming.ts';

/** Longer lists are of no use in a sentence, whatever a backup claims. */
const mostVolumes = 1_000;

/** The numbers of the volumes that belong to the set of some of these backups and are not among them, set by set. */
export function missingVolumes(backups: readonly { volume?: BackupVolume }[]): number[] {
  const sets = new Map<string, { count: number; numbers: Set<number> }>();
  for (const { volume } of backups) {
    if (!volume) continue;
    const known = sets.get(volume.set) ?? { count: volume.count, numbers: new Set() };
    known.numbers.add(volume.number);
    sets.set(volume.set, known);
  }
  return [...sets.values()].flatMap(({ count, numbers }) =>
    Array.from({ length: Math.min(count, mostVolumes) }, (_, at) => at + 1).filter(
      (number) => !numbers.has(number),
    ),
  );
}
