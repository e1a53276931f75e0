import { readdirSync, readFileSync } from 'node:fs';

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // the process has ended meanwhile
  }
}

/** What follows the name of a process, which stands in parentheses and may itself hold spaces. */
function statOf(pid: number | string): string[] {
  return readText(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];
}

/** The process and all that descend from it. */
function familyOf(root: number): Set<number> {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = statOf(name)[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
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

/** The process that all others of the browser with this profile descend from. Linux only. */
function browserProcess(userDataDir: string): number {
  const own = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && readText(`/proc/${name}/cmdline`).includes(userDataDir))
    .map(Number);
  const root = own.find((pid) => !own.includes(Number(statOf(pid)[1])));
  if (root === undefined) throw new Error('No browser has this profile open.');
  return root;
}

/** Memory of the browser that has this profile open. */
export function memoryOfBrowser(userDataDir: string): { memory(): number } {
  const root = browserProcess(userDataDir);
  return { memory: () => memoryOf(root) };
}

/** Seconds of processor time a browser has used, by kind of process (`browser`, `renderer`, `utility` …). Linux only; a clock tick is a hundredth. */
export function processorSecondsOf(root: number): Record<string, number> {
  const seconds: Record<string, number> = {};
  for (const pid of familyOf(root)) {
    const stat = statOf(pid);
    const ticks = Number(stat[11] ?? 0) + Number(stat[12] ?? 0);
    const command = readText(`/proc/${pid}/cmdline`);
    const kind =
      /--utility-sub-type=(\w+)/.exec(command)?.[1] ?? /--type=([\w-]+)/.exec(command)?.[1] ?? 'browser';
    seconds[kind] = (seconds[kind] ?? 0) + ticks / 100;
  }
  return seconds;
}
