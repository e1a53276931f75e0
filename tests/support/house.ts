import { posix } from 'node:path';

/** The shipped code: path from the project's root to text. */
export type Sources = ReadonlyMap<string, string>;

/** A part of the code: what it may import, of which it may import only types, and which packages. */
interface Room {
  place: string;
  imports: string[];
  types?: string[];
  packages: RegExp;
}

const store = 'lib/browser/mail-store/';
/** What all layers of the store may import of the rest of the code. */
const storeKnows = [
  'lib/mail/',
  'lib/errors.ts',
  'lib/sources/',
  'lib/backup/',
  'lib/import/',
  'lib/formats/',
  'lib/zip/',
];
const floor = (name: string, below: string[]): Room => ({
  place: `${store}${name}/`,
  imports: [...storeKnows, ...[name, ...below].map((each) => `${store}${each}/`)],
  packages: /^(idb|@noble\/hashes\/.+)$/,
});

/** The table “The house” of ARCHITECTURE.md. The first match wins, so narrow paths precede wide ones. */
const house: Room[] = [
  { place: 'lib/mail/', imports: ['lib/mail/'], packages: /^$/ },
  { place: 'lib/errors.ts', imports: [], packages: /^$/ },
  {
    place: 'lib/sources/',
    imports: ['lib/sources/', 'lib/mail/', 'lib/errors.ts'],
    packages: /^(valibot|htmlparser2|@noble\/hashes\/.+)$/,
  },
  {
    place: 'lib/backup/',
    imports: ['lib/backup/', 'lib/mail/', 'lib/errors.ts', 'lib/sources/source.ts'],
    packages: /^@noble\/hashes\/.+$/,
  },
  { place: 'lib/zip/', imports: ['lib/zip/', 'lib/mail/', 'lib/errors.ts'], packages: /^$/ },
  {
    place: 'lib/import/',
    imports: ['lib/import/', 'lib/zip/', 'lib/mail/', 'lib/errors.ts', 'lib/sources/services.ts'],
    packages: /^(valibot|@noble\/hashes\/.+)$/,
  },
  {
    place: 'lib/formats/',
    imports: [
      'lib/formats/',
      'lib/import/',
      'lib/zip/',
      'lib/mail/',
      'lib/errors.ts',
      'lib/sources/services.ts',
      // A service's words mean the same in a backup.
      'lib/sources/private-mail/parse-',
    ],
    packages: /^(valibot|htmlparser2|@noble\/hashes\/.+)$/,
  },
  {
    place: 'lib/messages.ts',
    imports: ['lib/mail/', 'lib/errors.ts', 'lib/backup/', 'lib/sources/source.ts'],
    packages: /^$/,
  },
  floor('database', []),
  floor('records', ['database']),
  floor('transactions', ['records', 'database']),
  floor('doors', ['transactions', 'records', 'database']),
  { place: 'lib/browser/', imports: ['lib/'], packages: /./ },
  {
    place: 'components/',
    imports: ['components/', 'lib/mail/', 'lib/messages.ts', 'lib/errors.ts', 'public/_locales/'],
    types: ['lib/backup/', 'lib/import/', 'lib/sources/'],
    packages: /^(preact(\/.+)?|@tanstack\/virtual-core)$/,
  },
  { place: 'entrypoints/', imports: ['entrypoints/', 'components/', 'lib/'], packages: /./ },
];

/** Packages that only `lib/browser` and the entrypoints import. */
const outsidePackages = /^(idb|jszip|dompurify|unzipit|wxt(\/.+)?|webextension-polyfill|@webext-core\/.+)$/;

const testPackages = /^(playwright-core|vitest|fast-check|fake-indexeddb|axe-core|ws|selfsigned|node:.+)$/;

interface ImportLine {
  from: string;
  isTypeOnly: boolean;
  target: string;
}

function readImports(from: string, text: string): ImportLine[] {
  const lines = text.matchAll(
    /^(?:import|export)\s+(type\s)?[^;]*?\bfrom\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm,
  );
  return [...lines].map(([, type, named, bare, dynamic]) => ({
    from,
    isTypeOnly: type !== undefined,
    target: named ?? bare ?? dynamic ?? '',
  }));
}

const importsOf = (sources: Sources) => [...sources].flatMap(([file, text]) => readImports(file, text));
const isOurs = (target: string) => target.startsWith('.');
const resolveImport = ({ from, target }: ImportLine) =>
  posix.join(posix.dirname(from), target.replace(/\?.*$/, ''));
const roomOf = (file: string) => house.find(({ place }) => file.startsWith(place));
const show = ({ from, target }: ImportLine) => `${from} imports ${target}`;

/** The lines of the shipped code that match, as `path:number line`. */
export function findLines(sources: Sources, pattern: RegExp): string[] {
  return [...sources].flatMap(([file, text]) =>
    text
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
  );
}

/** The files that match, in order. */
export function findFiles(sources: Sources, pattern: RegExp): string[] {
  return [...sources].flatMap(([file, text]) => (pattern.test(text) ? [file] : [])).toSorted();
}

/** Circles of imports, types included: the sorted files of each circle. */
function findCircles(sources: Sources): string[] {
  const targets = new Map<string, string[]>();
  for (const line of importsOf(sources).filter(({ target }) => isOurs(target)))
    targets.set(line.from, [...(targets.get(line.from) ?? []), resolveImport(line)]);
  const reachable = (start: string): Set<string> => {
    const seen = new Set<string>();
    const next = [...(targets.get(start) ?? [])];
    for (let file = next.pop(); file !== undefined; file = next.pop()) {
      if (seen.has(file)) continue;
      seen.add(file);
      for (const target of targets.get(file) ?? []) next.push(target);
    }
    return seen;
  };
  const reached = new Map([...targets.keys()].map((file) => [file, reachable(file)]));
  const circles = [...reached]
    .filter(([file, seen]) => seen.has(file))
    .map(([file, seen]) =>
      [...seen]
        .filter((other) => reached.get(other)?.has(file))
        .toSorted()
        .join(' ⇄ '),
    );
  return [...new Set(circles)];
}

/** A rule of the code; `find` returns the offences, in words. */
export interface Rule {
  /** Completes “The house …”. */
  name: string;
  find(sources: Sources): string[];
}

const arrows: Rule[] = [
  {
    name: 'has a room for every file',
    find: (sources) => [...sources.keys()].filter((file) => roomOf(file) === undefined),
  },
  {
    name: 'keeps its arrows',
    find: (sources) =>
      importsOf(sources)
        .filter((line) => {
          if (!isOurs(line.target)) return false;
          const room = roomOf(line.from);
          const allowed = [...(room?.imports ?? []), ...(line.isTypeOnly ? (room?.types ?? []) : [])];
          return !allowed.some((place) => resolveImport(line).startsWith(place));
        })
        .map(show),
  },
  { name: 'has no circles, those of types included', find: findCircles },
  {
    name: 'lets only the allowed packages into each room',
    find: (sources) =>
      importsOf(sources)
        .filter((line) => !isOurs(line.target) && !roomOf(line.from)?.packages.test(line.target))
        .map(show),
  },
  {
    name: 'imports what wraps the browser only in lib/browser and entrypoints',
    find: (sources) =>
      importsOf(sources)
        .filter(
          ({ from, target }) => outsidePackages.test(target) && !/^(lib\/browser|entrypoints)\//.test(from),
        )
        .map(show),
  },
  {
    name: 'calls the browser only in lib/browser and entrypoints',
    find: (sources) =>
      findLines(sources, /\b(?:chrome|browser)\.\w+\.\w+/).filter((line) =>
        /^(lib\/(?!browser\/)|components\/)/.test(line),
      ),
  },
  {
    name: 'writes its imports with their endings',
    find: (sources) =>
      importsOf(sources)
        .filter(({ target }) => isOurs(target) && !/\.(tsx?|css|html|json|svg)(\?.+)?$/.test(target))
        .map(show),
  },
  {
    name: 'ships nothing of the tests',
    find: (sources) =>
      importsOf(sources)
        .filter(({ target }) => /(^|\/)tests\//.test(target) || testPackages.test(target))
        .map(show),
  },
  {
    name: 'lets no file import an entrypoint',
    find: (sources) =>
      importsOf(sources)
        .filter(
          (line) =>
            isOurs(line.target) &&
            resolveImport(line).startsWith('entrypoints/') &&
            !line.from.startsWith('entrypoints/'),
        )
        .map(show),
  },
  {
    name: 'keeps a service to itself',
    find: (sources) => findStrangers(sources, /^lib\/sources\/([^/]+)\//),
  },
  {
    name: 'keeps a format to itself',
    // Code that formats share is in `content/` and beside the folders.
    find: (sources) => findStrangers(sources, /^lib\/formats\/(?!content\/)([^/]+)\//),
  },
  {
    name: 'imports and checks backups of any format alike',
    find: (sources) =>
      importsOf(sources)
        .filter(
          (line) =>
            /^lib\/browser\/(?:import|check)\//.test(line.from) &&
            isOurs(line.target) &&
            /^lib\/formats\/(?!registry\.ts$)/.test(resolveImport(line)),
        )
        .map(show),
  },
];

/** Imports from one folder of a family into another one of the same family. */
function findStrangers(sources: Sources, family: RegExp): string[] {
  return importsOf(sources)
    .filter((line) => {
      const from = family.exec(line.from)?.[1];
      const target = isOurs(line.target) ? family.exec(resolveImport(line))?.[1] : undefined;
      return from !== undefined && target !== undefined && from !== target;
    })
    .map(show);
}

/** Where a moment may be converted to a day or time: these files choose a clock. */
const clocks = [
  'lib/mail/clock.ts',
  'lib/mail/zoned-time.ts',
  // What a service writes without a zone.
  'lib/sources/private-mail/parse-time.ts',
  'components/shared/format.ts',
  'components/shared/full-date.ts',
  // What the user did.
  'components/shared/say-when.ts',
  // Numbers of days, which have no zone.
  'components/viewer/shared/date-names.ts',
];

const habits: Rule[] = [
  {
    name: 'gives no list to a call as its arguments, of which a browser takes about a hundred thousand',
    find: (sources) => findLines(sources, /\.(?:push|unshift|append|prepend|replaceChildren)\(\.\.\./),
  },
  {
    name: 'logs nothing for the console to keep',
    find: (sources) => findLines(sources, /\bconsole\.(log|info|debug|table|dir)\(/),
  },
  {
    name: 'never turns text into code or markup',
    find: (sources) => [
      ...findLines(sources, /dangerouslySetInnerHTML|\beval\(|new Function\(/),
      ...findLines(sources, /\.(?:inner|outer)HTML\b\s*[+?|&]*=[^=]|insertAdjacentHTML|document\.write\(/),
    ],
  },
  {
    name: 'makes days and times of texts only where a clock is chosen',
    find: (sources) =>
      findLines(
        sources,
        /\.get(?:UTC)?(?:FullYear|Month|Date|Day|Hours|Minutes)\(|toISOString\(\)\.(?:slice|split|substring)|DateTimeFormat\(|toLocale(?:Date|Time)String\(|getTimezoneOffset/,
      ).filter((line) => !clocks.some((file) => line.startsWith(`${file}:`))),
  },
  {
    name: 'names no address but those of the services',
    find: (sources) =>
      findLines(sources, /https?:\/\//).filter(
        (line) =>
          !/^lib\/sources\//.test(line) &&
          !/\/\/ .*https?:|^\S+ \*|w3\.org|\.invalid|\/\*\*|https?:\/\/(\/|\$|['`*)])/.test(line),
      ),
  },
  {
    name: 'gives screens a library whose names are decided',
    find: (sources) =>
      findFiles(sources, /\bMailLibrary\b/).filter(
        // The viewer accepts the library as stored and passes a named one to its pages.
        (file) => file.startsWith('components/') && file !== 'components/viewer/viewer-props.ts',
      ),
  },
  {
    name: 'decides names in one place',
    find: (sources) => [
      ...findFiles(sources, /areNamesDecided: true,/).filter((file) => file !== 'lib/mail/named-library.ts'),
      ...findFiles(sources, /\bcreateNameReplacer\(|\brenameMarkup\(/).filter(
        (file) => !/^lib\/mail\/(naming|rename-markup|replace-names)\.ts$/.test(file),
      ),
    ],
  },
];

const ownersOfStores = ['records/', 'database/'].map((each) => `${store}${each}`);
const accounts = `${store}records/accounts.ts`;

const owners: Rule[] = [
  {
    name: 'opens an object store only where it is owned',
    find: (sources) =>
      findLines(sources, /\bobjectStore\(/).filter(
        (line) => !ownersOfStores.some((place) => line.startsWith(place)),
      ),
  },
  {
    name: 'opens each object store in one file',
    find: (sources) => {
      const files = new Map<string, Set<string>>();
      for (const [file, text] of sources)
        for (const [, name = ''] of text.matchAll(/\bobjectStore\('(\w+)'\)/g))
          files.set(name, (files.get(name) ?? new Set()).add(file));
      return [...files].flatMap(([name, each]) =>
        each.size > 1 ? [`${name}: ${[...each].toSorted().join(', ')}`] : [],
      );
    },
  },
  {
    name: 'changes the counters of an account only through the owners of what is counted',
    find: (sources) => [
      ...findLines(sources, /(?:\.counts|\bcounts(?:\.\w+|\[\w+\]))\s*(?:[-+*/]?=(?![=>])|\+\+|--)/).filter(
        (line) => line.startsWith(store) && !line.startsWith(accounts),
      ),
      ...findLines(sources, /\.move\(/).filter((line) => !line.startsWith(`${store}records/`)),
      ...findLines(sources, /\.replaceCounts\(/).filter(
        (line) => !line.startsWith(`${store}transactions/recount.ts`),
      ),
    ],
  },
];

/** All rules. `tests/structure.test.ts` holds the code to them and shows that each finds an offence. */
export const rules: readonly Rule[] = [...arrows, ...owners, ...habits];
