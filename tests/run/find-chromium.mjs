// @ts-check
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'chrome-for-testing'];
const brandedNames = ['google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const brandedSentence =
  'ignores --load-extension, so it cannot load Mail Ark: install Chromium or Chrome for Testing and set CHROMIUM_PATH to it.';

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param {string[]} programs */
function onPath(programs) {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return programs.flatMap((name) => folders.map((folder) => join(folder, name))).filter(isProgram);
}

/**
 * Programs inside the versioned folders in which Playwright and Puppeteer keep browsers, newest first.
 * @param {string} folder
 * @param {RegExp} version
 * @param {string[]} programs
 */
function inCache(folder, version, programs) {
  /** @type {string[]} */
  let versions = [];
  try {
    versions = readdirSync(folder).filter((name) => version.test(name));
  } catch {
    return [];
  }
  return versions
    .toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .flatMap((name) => programs.map((program) => join(folder, name, program)))
    .filter(isProgram);
}

function candidates() {
  const cache = join(homedir(), '.cache');
  return [
    ...onPath(names),
    ...inCache(join(cache, 'ms-playwright'), /^chromium-\d+$/, [
      'chrome-linux64/chrome',
      'chrome-linux/chrome',
    ]),
    ...inCache(join(cache, 'puppeteer/chrome'), /^linux-/, ['chrome-linux64/chrome']),
    ...['/Applications/Chromium.app/Contents/MacOS/Chromium'].filter(isProgram),
  ];
}

/** @param {string} path */
function readVersion(path) {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return (stdout ?? '').trim();
}

/** @param {string} version */
function isBranded(version) {
  return /Google Chrome(?! for Testing)|Microsoft Edge/.test(version);
}

/**
 * A Chromium or Chrome for Testing that can load an unpacked extension: `CHROMIUM_PATH`, else the first one found.
 * Otherwise the sentence that says what is wrong.
 * @returns {{ path: string, reason?: undefined } | { path?: undefined, reason: string }}
 */
export function findChromium() {
  const wished = process.env['CHROMIUM_PATH'];
  if (wished) {
    if (!isProgram(wished))
      return { reason: `CHROMIUM_PATH is set to ${wished}, which is not a program that can be run.` };
    const version = readVersion(wished);
    if (version === '') return { reason: `CHROMIUM_PATH is set to ${wished}, which does not start.` };
    if (isBranded(version)) return { reason: `${version} ${brandedSentence}` };
    return { path: wished };
  }
  const path = candidates().find((candidate) => {
    const version = readVersion(candidate);
    return version !== '' && !isBranded(version);
  });
  if (path !== undefined) return { path };
  const branded = onPath(brandedNames)[0];
  return {
    reason:
      branded === undefined
        ? 'No Chromium was found: install Chromium or Chrome for Testing, or set CHROMIUM_PATH to it.'
        : `Only ${branded} was found, and it ${brandedSentence}`,
  };
}
