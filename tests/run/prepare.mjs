// @ts-check
// Runs on a bare machine: Node 20, npm, and nothing installed. No dependency may be imported here.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './find-chromium.mjs';
import { findFirefox } from './find-firefox.mjs';
import { listLacks, planPreparation } from './needs.mjs';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const localBin = join(projectRoot, 'node_modules/.bin');
const localNode = join(localBin, process.platform === 'win32' ? 'node.cmd' : 'node');

/** A reason to stop that a person can act on; shown without a stack. */
export class PreparationError extends Error {}

/**
 * Runs a program with the terminal's output. Throws `PreparationError` with `complaint` when it fails.
 * @param {string} program
 * @param {string[]} args
 * @param {string} complaint
 * @param {NodeJS.ProcessEnv} [env]
 */
function run(program, args, complaint, env = process.env) {
  const { status } = spawnSync(program, args, { cwd: projectRoot, stdio: 'inherit', env });
  if (status !== 0) throw new PreparationError(complaint);
}

/** @param {string} path @returns {Record<string, { version?: string, optional?: boolean }> | undefined} */
function readLockedPackages(path) {
  if (!existsSync(path)) return undefined;
  return JSON.parse(readFileSync(path, 'utf8')).packages;
}

/** True when every package of the lockfile is installed in its version; ones for other systems may be missing. */
export function hasDependencies(root = projectRoot) {
  const wanted = readLockedPackages(join(root, 'package-lock.json')) ?? {};
  const installed = readLockedPackages(join(root, 'node_modules/.package-lock.json'));
  if (!installed) return false;
  return Object.entries(wanted).every(([path, { version, optional }]) =>
    path === '' || (optional === true && installed[path] === undefined)
      ? true
      : installed[path]?.version === version,
  );
}

/** The environment in which the project's own Node and tools are found first. */
export function projectEnvironment() {
  return {
    ...process.env,
    LANG: 'C.UTF-8',
    PATH: [localBin, process.env['PATH'] ?? ''].join(delimiter),
  };
}

/** npm under the machine's own Node: the one in node_modules is about to be replaced. */
function npmEnvironment() {
  const path = (process.env['PATH'] ?? '').split(delimiter);
  return { ...process.env, PATH: path.filter((folder) => !folder.includes('node_modules')).join(delimiter) };
}

function worksAsNode24() {
  const { stdout } = spawnSync(localNode, ['--version'], { encoding: 'utf8' });
  return /^v24\./.test(stdout ?? '');
}

/** Installs the dependencies of the lockfile where they are missing or stale. */
function prepareDependencies() {
  if (!hasDependencies()) {
    console.log('Installing the npm dependencies of package-lock.json …');
    run(
      'npm',
      ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
      'npm ci failed: the dependencies could not be installed. Is the npm registry reachable?',
      npmEnvironment(),
    );
  }
  // Where install scripts are switched off, the package that brings Node 24 has not been set up yet.
  if (!worksAsNode24()) {
    const folder = join(projectRoot, 'node_modules/node');
    spawnSync('node', ['installArchSpecificPackage.js'], {
      cwd: folder,
      stdio: 'inherit',
      env: npmEnvironment(),
    });
  }
  if (!worksAsNode24())
    throw new PreparationError(
      'Node 24 is missing in node_modules/.bin: delete node_modules and run the command again.',
    );
}

/** @returns {import('./needs.mjs').Machine} */
function thisMachine() {
  const hasApt = existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const isUbuntu = /^ID="?ubuntu"?$/m.test(release);
  return {
    system: !hasApt ? 'other' : isUbuntu ? 'ubuntu' : 'debian',
    isRoot: process.getuid?.() === 0,
  };
}

/**
 * Installs what a command needs and does not find, or throws with the sentence that says what is missing.
 * @param {import('./needs.mjs').Command} command
 */
function prepareNeeds(command) {
  const machine = thisMachine();
  const { packages, complaint } = planPreparation(listLacks(command), machine);
  if (complaint !== undefined) throw new PreparationError(complaint);
  if (packages.length === 0) return;
  const names = packages.join(' ');
  console.log(`Installing ${names} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['-qq', 'update'], `apt-get update failed, so these are missing: ${names}.`, env);
  run(
    'apt-get',
    ['-qq', '-y', '--no-install-recommends', 'install', ...packages],
    `apt-get could not install ${names}.`,
    env,
  );
  const left = planPreparation(listLacks(command), { ...machine, system: 'other' }).complaint;
  if (left !== undefined) throw new PreparationError(left);
}

/** The browsers that were found, for the tests to start. */
function browserEnvironment() {
  const [chromium, firefox] = [findChromium().path, findFirefox().path];
  return {
    ...(chromium === undefined ? {} : { CHROMIUM_PATH: chromium }),
    ...(firefox === undefined ? {} : { FIREFOX_PATH: firefox }),
  };
}

/**
 * Installs what a command needs, then runs its script under Node 24 and ends as it ends.
 * @param {import('./needs.mjs').Command} command
 * @param {string} script path from the project's root
 * @param {string[]} args
 */
export function prepareAndRun(command, script, args) {
  try {
    prepareNeeds(command);
    prepareDependencies();
    const { status, signal } = spawnSync(localNode, [join(projectRoot, script), ...args], {
      cwd: projectRoot,
      stdio: 'inherit',
      env: { ...projectEnvironment(), ...browserEnvironment() },
    });
    process.exitCode = signal === null ? (status ?? 1) : 1;
  } catch (error) {
    if (!(error instanceof PreparationError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
