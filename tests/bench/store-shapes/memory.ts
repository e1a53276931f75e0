import { readdirSync, readFileSync } from 'node:fs';

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // the process has ended meanwhile
  }
}

/** The process and all that descend from it. */
function familyOf(root: number): Set<number> {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    // The second field is a name in parentheses that may itself hold spaces.
    const fields = readText(`/proc/${name}/stat`).split(') ').at(-1)?.split(' ');
    if (fields?.[1] !== undefined) parents.set(Number(name), Number(fields[1]));
  }
  const family = new Set([root]);
  let size = 0;
  while (size !== family.size) {
    size = family.size;
    for (const [child, parent] of parents) if (family.has(parent)) family.add(child);
  }
  return family;
}

/** Memory of a process and its descendants in bytes: the sum of their proportional set sizes. Linux only. */
export function memoryOf(root: number): number {
  let kibibytes = 0;
  for (const pid of familyOf(root)) {
    kibibytes += Number(/^Pss:\s+(\d+) kB$/m.exec(readText(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
  }
  return kibibytes * 1024;
}
