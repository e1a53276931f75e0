import { readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The table "The house": a place, what of ours it may import (`types`: only types), and which packages. First match wins; order matters. */
const house: { place: string; imports: string[]; types?: string[]; packages: RegExp }[] = [
  { place: 'lib/mail/', imports: ['lib/mail/'], packages: /^$/ },
  { place: 'lib/errors.ts', imports: [], packages: /^$/ },
  {
    place: 'lib/sources/',
    imports: ['lib/sources/', 'lib/mail/', 'lib/errors.ts'],
    packages: /^(valibot|htmlparser2|domhandler|@noble\/hashes\/.+)$/,
  },
  {
    place: 'lib/backup/',
    imports: ['lib/backup/', 'lib/mail/', 'lib/errors.ts', 'lib/sources/source.ts'],
    packages: /^@noble\/hashes\/.+$/,
  },
  {
    place: 'lib/zip/',
    imports: ['lib/zip/', 'lib/mail/', 'lib/errors.ts'],
    packages: /^$/,
  },
  {
    place: 'lib/import/',
    imports: ['lib/import/', 'lib/zip/', 'lib/mail/', 'lib/errors.ts'],
    packages: /^(valibot|@noble\/hashes\/.+)$/,
  },
  {
    place: 'lib/formats/',
    imports: ['lib/formats/', 'lib/import/', 'lib/zip/', 'lib/mail/', 'lib/errors.ts'],
    packages: /^(valibot|htmlparser2|@noble\/hashes\/.+)$/,
  },
  {
    place: 'lib/messages.ts',
    imports: ['lib/mail/', 'lib/errors.ts', 'lib/backup/', 'lib/sources/source.ts'],
    packages: /^$/,
  },
  { place: 'lib/browser/', imports: ['lib/'], packages: /./ },
  {
    place: 'components/',
    imports: ['components/', 'lib/mail/', 'lib/messages.ts', 'lib/errors.ts', 'public/_locales/'],
    types: ['lib/'],
    packages: /^(preact(\/.+)?|@preact\/signals|@tanstack\/virtual-core)$/,
  },
  { place: 'entrypoints/', imports: ['entrypoints/', 'components/', 'lib/'], packages: /./ },
];

/** Only the outside of the house touches these. */
const outsidePackages = /^(idb|jszip|dompurify|unzipit|wxt(\/.+)?|webextension-polyfill|@webext-core\/.+)$/;

interface ImportLine {
  from: string;
  isTypeOnly: boolean;
  target: string;
}

function listFiles(folder: string): string[] {
  return readdirSync(posix.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => posix.relative(root, posix.join(entry.parentPath, entry.name)));
}

function readImports(file: string): ImportLine[] {
  const text = readFileSync(posix.join(root, file), 'utf8');
  const lines = text.matchAll(
    /^(?:import|export)\s+(type\s)?[^;]*?\bfrom\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm,
  );
  return [...lines].map(([, type, from, bare, dynamic]) => ({
    from: file,
    isTypeOnly: type !== undefined,
    target: from ?? bare ?? dynamic ?? '',
  }));
}

const shippedFiles = ['lib', 'components', 'entrypoints'].flatMap(listFiles);
const shippedImports = shippedFiles.flatMap(readImports);
const isOurs = (target: string) => target.startsWith('.');
const resolveImport = ({ from, target }: ImportLine) =>
  posix.join(posix.dirname(from), target.replace(/\?.*$/, ''));
const roomOf = (file: string) => house.find(({ place }) => file.startsWith(place));
const show = ({ from, target }: ImportLine) => `${from} imports ${target}`;

describe('the house', () => {
  it('has a room for every file', () => {
    expect(shippedFiles.length).toBeGreaterThan(5);
    expect(shippedFiles.filter((file) => roomOf(file) === undefined)).toEqual([]);
  });

  it('keeps its arrows', () => {
    const wrong = shippedImports.filter((line) => {
      if (!isOurs(line.target)) return false;
      const target = resolveImport(line);
      const room = roomOf(line.from);
      const allowed = [...(room?.imports ?? []), ...(line.isTypeOnly ? (room?.types ?? []) : [])];
      return !allowed.some((place) => target.startsWith(place));
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it('lets only the allowed packages into each room', () => {
    const wrong = shippedImports.filter(
      (line) => !isOurs(line.target) && !roomOf(line.from)?.packages.test(line.target),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  it('touches the browser only in lib/browser and entrypoints', () => {
    const wrong = shippedImports.filter(
      (line) =>
        outsidePackages.test(line.target) &&
        !line.from.startsWith('lib/browser/') &&
        !line.from.startsWith('entrypoints/'),
    );
    expect(wrong.map(show)).toEqual([]);
    const globals = shippedFiles
      .filter((file) => /^(lib\/(?!browser\/)|components\/)/.test(file))
      .filter((file) => /\b(?:chrome|browser)\.\w+\.\w+/.test(readFileSync(posix.join(root, file), 'utf8')));
    expect(globals).toEqual([]);
  });

  it('gives no list to a call as its arguments, of which a browser takes about a hundred thousand', () => {
    const wrong = shippedFiles.filter((file) =>
      /\.(?:push|unshift|append|prepend|replaceChildren)\(\.\.\./.test(
        readFileSync(posix.join(root, file), 'utf8'),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('writes its imports with their endings', () => {
    const wrong = shippedImports.filter(
      (line) => isOurs(line.target) && !/\.(tsx?|css|html|json|svg)(\?.+)?$/.test(line.target),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  it('ships nothing of the tests', () => {
    const wrong = shippedImports.filter(({ target }) =>
      /(^|\/)tests\/|^(playwright-core|vitest|fast-check|fake-indexeddb|axe-core|ws|selfsigned|node:.+)$/.test(
        target,
      ),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  it('lets nobody import an entrypoint', () => {
    const wrong = shippedImports.filter(
      (line) =>
        isOurs(line.target) &&
        resolveImport(line).startsWith('entrypoints/') &&
        !line.from.startsWith('entrypoints/'),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  it('lets no text of a mail pass by the choice of the reader’s name', () => {
    const namesAll = (pattern: RegExp) =>
      shippedFiles.filter((file) => pattern.test(readFileSync(posix.join(root, file), 'utf8')));
    // The viewer takes the library as it is stored and gives its pages a named one.
    const raw = namesAll(/\bMailLibrary\b/).filter((file) => file.startsWith('components/'));
    expect(raw).toEqual(['components/viewer/viewer-props.ts']);
    expect(namesAll(/areNamesDecided: true,/)).toEqual(['lib/mail/named-library.ts']);
    expect(namesAll(/\bcreateNameReplacer\(|\brenameMarkup\(/).toSorted()).toEqual([
      'lib/mail/naming.ts',
      'lib/mail/rename-markup.ts',
      'lib/mail/replace-names.ts',
    ]);
  });

  it('keeps a service to itself', () => {
    const serviceOf = (file: string) => /^lib\/sources\/([^/]+)\//.exec(file)?.[1];
    const wrong = shippedImports.filter((line) => {
      const from = serviceOf(line.from);
      const target = isOurs(line.target) ? serviceOf(resolveImport(line)) : undefined;
      return from !== undefined && target !== undefined && from !== target;
    });
    expect(wrong.map(show)).toEqual([]);
  });
});

describe('the shipped code', () => {
  const linesWith = (pattern: RegExp) =>
    shippedFiles.flatMap((file) =>
      readFileSync(posix.join(root, file), 'utf8')
        .split('\n')
        .map((line, index) => ({ line, place: `${file}:${index + 1}` }))
        .filter(({ line }) => pattern.test(line))
        .map(({ place, line }) => `${place} ${line.trim()}`),
    );

  it('logs nothing for the console to keep', () => {
    expect(linesWith(/\bconsole\.(log|info|debug|table|dir)\(/)).toEqual([]);
  });

  it('never turns text into code or markup', () => {
    expect(linesWith(/dangerouslySetInnerHTML|\beval\(|new Function\(/)).toEqual([]);
    expect(linesWith(/\.(?:inner|outer)HTML\b\s*[+?|&]*=[^=]|insertAdjacentHTML|document\.write\(/)).toEqual(
      [],
    );
  });

  it('makes days and times of texts only where a clock is chosen', () => {
    const clocks = [
      'lib/mail/clock.ts',
      'lib/mail/zoned-time.ts',
      // What a service writes without its zone.
      'lib/sources/private-mail/parse-time.ts',
      'components/shared/format.ts',
      'components/shared/full-date.ts',
      // What the user did.
      'components/shared/say-when.ts',
      // Numbers of days, which have no zone.
      'components/viewer/shared/date-names.ts',
    ];
    const made = linesWith(
      /\.get(?:UTC)?(?:FullYear|Month|Date|Day|Hours|Minutes)\(|toISOString\(\)\.(?:slice|split|substring)|DateTimeFormat\(|toLocale(?:Date|Time)String\(|getTimezoneOffset/,
    );
    expect(made.filter((line) => !clocks.some((file) => line.startsWith(`${file}:`)))).toEqual([]);
  });

  it('names no address but those of the services', () => {
    const foreign = linesWith(/https?:\/\//).filter(
      (line) =>
        !/^lib\/sources\//.test(line) &&
        !/\/\/ .*https?:|^\S+ \*|w3\.org|\.invalid|\/\*\*|https?:\/\/(\/|\$|['`*)])/.test(line),
    );
    expect(foreign).toEqual([]);
  });
});
