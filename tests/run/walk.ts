import { readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { walks, type Step } from './walks.ts';

/** A top-level declaration of a file: what it names. */
interface Declaration {
  /** `path#name`. */
  id: string;
  isExported: boolean;
  /** Words of its text, in order. */
  words: string[];
}

/** Where the names of a file lead: `path#name` of each. */
type Names = Map<string, string>;

const wordsOf = (text: string) => text.match(/[A-Za-z_$][\w$]*/g) ?? [];

/** Value imports and re-exports of a file; types call nothing. */
function readNames(file: string, text: string): Names {
  const names: Names = new Map();
  for (const [, list = '', target = ''] of text.matchAll(
    /^(?:import|export)\s+\{([^}]*)\}\s+from\s+'(\.[^']+)'/gm,
  )) {
    const path = posix.join(posix.dirname(file), target.replace(/\?.*$/, ''));
    for (const each of list.split(',').map((part) => part.trim())) {
      if (each === '' || each.startsWith('type ')) continue;
      const [name = '', alias = name] = each.split(/\s+as\s+/);
      names.set(alias, `${path}#${name}`);
    }
  }
  return names;
}

/** The declarations that begin at the left margin; each ends where the next begins. */
function readDeclarations(file: string, text: string): Declaration[] {
  const starts = [
    ...text.matchAll(
      /^(?:export\s+)?(?:default\s+)?(?:async\s+)?(?:function\*?|const|let|class)\s+([\w$]+)/gm,
    ),
  ];
  return starts.map((start, at) => ({
    id: `${file}#${start[1]}`,
    isExported: start[0].startsWith('export'),
    words: wordsOf(text.slice(start.index + start[0].length, starts[at + 1]?.index)),
  }));
}

/** The call graph of the shipped code, as far as names show it. */
interface Calls {
  /** What each declaration names, in order. */
  graph: Map<string, string[]>;
  exported: Set<string>;
}

/** Reads the code under a project's root. */
function readCalls(root: string): Calls {
  const files = ['lib', 'entrypoints'].flatMap((folder) =>
    readdirSync(posix.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => posix.relative(root, posix.join(entry.parentPath, entry.name))),
  );
  const graph = new Map<string, string[]>();
  const exported = new Set<string>();
  for (const file of files) {
    const text = readFileSync(posix.join(root, file), 'utf8');
    const names = readNames(file, text);
    const declarations = readDeclarations(file, text);
    for (const { id } of declarations) names.set(id.slice(file.length + 1), id);
    for (const { id, isExported, words } of declarations) {
      graph.set(
        id,
        [...new Set(words.flatMap((word) => names.get(word) ?? []))].filter((each) => each !== id),
      );
      if (isExported) exported.add(id);
    }
  }
  return { graph, exported };
}

/** The shortest chain of calls that leads from one declaration to another; undefined where only a port joins them. */
function findChain({ graph }: Calls, from: string, to: string): string[] | undefined {
  const cameFrom = new Map<string, string | undefined>([[from, undefined]]);
  for (const at of cameFrom.keys()) {
    if (at === to) {
      const chain: string[] = [];
      for (let step: string | undefined = at; step !== undefined; step = cameFrom.get(step))
        chain.unshift(step);
      return chain;
    }
    for (const next of graph.get(at) ?? []) if (!cameFrom.has(next)) cameFrom.set(next, at);
  }
  return undefined;
}

/** The exported declaration of a step, by the first of its names that there is. Throws where there is none. */
function findStep(calls: Calls, names: Step): string {
  for (const name of names) {
    const found = [...calls.exported].find((id) => id.endsWith(`#${name}`));
    if (found !== undefined) return found;
  }
  throw new Error(`There is no ${names.join(' or ')}.`);
}

/** One thing's way: the files it passes, in order, and the folders, each noted when it is entered. */
interface Way {
  name: string;
  files: { file: string; isThroughPort: boolean }[];
  folders: string[];
  /** How often a folder is entered that was left before. */
  turnsBack: number;
}

/** The way of a thing along its steps. */
function findWay(calls: Calls, name: string, steps: readonly Step[]): Way {
  const ids = steps.map((step) => findStep(calls, step));
  const files: Way['files'] = [];
  const add = (id: string, isThroughPort: boolean) => {
    const file = id.slice(0, id.indexOf('#'));
    if (files.at(-1)?.file !== file) files.push({ file, isThroughPort });
  };
  for (const [at, id] of ids.entries()) {
    // A function that calls several steps, one after another, leads to each of them.
    const chain = ids
      .slice(0, at)
      .toReversed()
      .map((before) => findChain(calls, before, id))
      .find((each) => each !== undefined);
    if (chain === undefined) add(id, at > 0);
    else for (const each of chain.slice(1)) add(each, false);
  }
  const entered = files
    .map(({ file }) => posix.dirname(file))
    .filter((folder, at, all) => folder !== all[at - 1]);
  return { name, files, folders: entered, turnsBack: entered.length - new Set(entered).size };
}

/** The ways of everything in `walks`, through the code under a project's root. */
export function findWays(root: string): Way[] {
  const calls = readCalls(root);
  return walks.map(({ name, steps }) => findWay(calls, name, steps));
}

/** A line for a way and one for each file it passes; `⇢` stands where only a port leads there. */
function describeWay({ name, files, folders, turnsBack }: Way): string {
  return [
    `${name}: ${files.length} files, ${new Set(folders).size} folders, ${folders.length - 1} changes of folder, ${turnsBack} turns back`,
    ...files.map(({ file, isThroughPort }) => `  ${isThroughPort ? '⇢' : ' '} ${file}`),
  ].join('\n');
}

if (import.meta.main)
  console.log(
    findWays(process.argv[2] ?? process.cwd())
      .map(describeWay)
      .join('\n'),
  );
