// @ts-check
// Runs on a bare machine, like `prepare.mjs`: no dependency may be imported here.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from './find-chromium.mjs';
import { findFirefox } from './find-firefox.mjs';
import { readOutput } from './programs.mjs';

/**
 * A command of this project that needs more than npm packages. `list` only prints what `faults` would do.
 * @typedef {'test' | 'check' | 'faults' | 'list' | 'demo' | 'demo in Firefox' | 'dev' | 'dev in Firefox' | 'bench' | 'looks'} Command
 */

/**
 * Something a command cannot do without, besides npm packages.
 * @typedef {object} Need
 * @property {string} name as people call it
 * @property {Command[]} commands which of them need it
 * @property {string[]} packages Debian's packages that bring it
 * @property {boolean} [ubuntuHasIt] false where Ubuntu has no such packages
 * @property {string} [variable] the environment variable that chooses another one
 * @property {() => boolean | { reason?: string | undefined }} find whether it is there and works; a `reason` says what is wrong
 */

/**
 * A need that is not met.
 * @typedef {Pick<Need, 'name' | 'packages' | 'ubuntuHasIt' | 'variable'> & { reason?: string, isChosen?: boolean }} Lack
 */

/**
 * @typedef {object} Machine
 * @property {'debian' | 'ubuntu' | 'other'} system
 * @property {boolean} isRoot
 */

/** The `jar` of a JDK is a module that Java runtimes have too, in a package of half the size. */
export const jarCommand = ['java', '-m', 'jdk.jartool/sun.tools.jar.Main'];

/** 7-Zip under the name it has here: `7z`, or `7zz` in Debian 12; undefined when it is missing. */
export function findSevenZip() {
  return ['7z', '7zz'].find((program) => readOutput(program, ['i']) !== undefined);
}

/** @type {Command[]} */
const inChromium = ['test', 'faults', 'demo', 'bench', 'looks'];
/** @type {Command[]} */
const checks = ['test', 'check', 'faults'];

/** @param {string} program @param {string[]} args */
const works = (program, ...args) => readOutput(program, args) !== undefined;

const debianLocales = '/usr/lib/chromium/locales';

/** Debian alone packs Chromium's languages apart. */
function findTranslatedChromium() {
  const found = findChromium();
  const isDebians = found.path?.startsWith('/usr/bin/') === true && existsSync(debianLocales);
  return isDebians && !existsSync(join(debianLocales, 'ko.pak'))
    ? { reason: `${found.path} has no Korean: install chromium-l10n.` }
    : found;
}

/** @type {Need[]} */
const needs = [
  {
    name: 'Chromium',
    commands: [...inChromium, 'dev'],
    packages: ['chromium', 'chromium-l10n'],
    ubuntuHasIt: false,
    variable: 'CHROMIUM_PATH',
    find: findTranslatedChromium,
  },
  {
    name: 'Firefox ESR',
    commands: ['test', 'faults', 'demo in Firefox', 'dev in Firefox'],
    packages: ['firefox-esr'],
    ubuntuHasIt: false,
    variable: 'FIREFOX_PATH',
    find: findFirefox,
  },
  {
    name: 'fonts for Korean, Japanese, and emoji',
    commands: [...inChromium, 'demo in Firefox'],
    packages: ['fontconfig', 'fonts-noto-cjk', 'fonts-noto-color-emoji'],
    // Other systems come with them.
    find: () =>
      process.platform !== 'linux' ||
      [':lang=ko', ':lang=ja', ':charset=1f423'].every((which) => readOutput('fc-list', [which, 'family'])),
  },
  { name: 'zip', commands: checks, packages: ['zip'], find: () => works('zip', '-v') },
  { name: 'unzip', commands: [...checks, 'bench'], packages: ['unzip'], find: () => works('unzip', '-v') },
  { name: '7-Zip', commands: checks, packages: ['7zip'], find: () => findSevenZip() !== undefined },
  {
    name: 'bsdtar',
    commands: checks,
    packages: ['libarchive-tools'],
    find: () => works('bsdtar', '--version'),
  },
  {
    name: 'pdftoppm',
    commands: checks,
    packages: ['poppler-utils'],
    find: () => works('pdftoppm', '-v'),
  },
  { name: 'Python 3', commands: checks, packages: ['python3'], find: () => works('python3', '--version') },
  {
    name: 'Java',
    commands: checks,
    packages: ['default-jre-headless'],
    find: () => works('java', ...jarCommand.slice(1), '--version'),
  },
];

/**
 * What a command needs.
 * @param {Command} command
 * @returns {Need[]}
 */
export function listNeeds(command) {
  return needs.filter(({ commands }) => commands.includes(command));
}

/**
 * What a command needs and does not find here.
 * @param {Command} command
 * @returns {Lack[]}
 */
export function listLacks(command) {
  return listNeeds(command).flatMap((need) => {
    const found = need.find();
    if (found === true) return [];
    if (found === false) return [need];
    if (found.reason === undefined) return [];
    return [{ ...need, reason: found.reason, isChosen: Boolean(process.env[need.variable ?? '']) }];
  });
}

/** @param {string[]} names */
const joined = (names) => new Intl.ListFormat('en').format(names);

/**
 * The Debian packages to install, or the one sentence that says what the user has to do.
 * @param {Lack[]} lacks
 * @param {Machine} machine
 * @returns {{ packages: string[], complaint?: string }}
 */
export function planPreparation(lacks, { system, isRoot }) {
  const names = joined(lacks.map(({ name }) => name));
  const [are, them] = lacks.length === 1 ? ['is', 'it'] : ['are', 'them'];
  const packages = lacks.flatMap((lack) => lack.packages);
  if (lacks.length === 0) return { packages };

  const chosen = lacks.find(({ isChosen }) => isChosen === true);
  if (chosen?.reason !== undefined) return { packages: [], complaint: chosen.reason };

  const snaps = system === 'ubuntu' ? lacks.filter(({ ubuntuHasIt }) => ubuntuHasIt === false) : [];
  if (snaps.length > 0) return { packages: [], complaint: complainOfSnaps(snaps) };

  if (system !== 'other' && isRoot) return { packages };
  if (system !== 'other') {
    const command = `apt-get install --no-install-recommends ${packages.join(' ')}`;
    return {
      packages: [],
      complaint: `${names} ${are} missing: run this as root, or run “${command}” as root.`,
    };
  }
  return {
    packages: [],
    complaint:
      (lacks.length === 1 ? lacks[0]?.reason : undefined) ??
      `${names} ${are} missing: install ${them}, so that ${lacks.length === 1 ? 'it is' : 'they are'} found on the PATH.`,
  };
}

/** @param {Lack[]} snaps */
function complainOfSnaps(snaps) {
  const isOne = snaps.length === 1;
  const variables = joined(snaps.flatMap(({ variable }) => variable ?? []));
  return (
    `${joined(snaps.map(({ name }) => name))} ${isOne ? 'is' : 'are'} missing and Ubuntu has ${isOne ? 'it' : 'them'} only as ` +
    `${isOne ? 'a snap' : 'snaps'}: install ${isOne ? 'it' : 'them'} from elsewhere and set ${variables} to ${isOne ? 'it' : 'them'}.`
  );
}
