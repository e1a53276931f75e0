// @ts-check
import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isProgram, listOnPath, majorVersion, readOutput } from './programs.mjs';

/** The oldest Chromium that takes Mail Ark, as the manifest says. */
export const oldestChromium = 148;

const names = ['chromium', 'chromium-browser', 'chrome-for-testing'];
const brandedNames = ['google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const brandedSentence =
  'ignores --load-extension, so it cannot load Mail Ark: install Chromium or Chrome for Testing and set CHROMIUM_PATH to it.';

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
    ...listOnPath(names),
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
  return readOutput(path, ['--version']) ?? '';
}

/** @param {string} version */
function isBranded(version) {
  return /Google Chrome(?! for Testing)|Microsoft Edge/.test(version);
}

/** @param {string} version */
function tooOld(version) {
  return `${version} is too old for Mail Ark: install Chromium ${oldestChromium} or newer, or set CHROMIUM_PATH to it.`;
}

/**
 * A Chromium or Chrome for Testing that can load an unpacked extension: `CHROMIUM_PATH`, else the first one found.
 * Otherwise the sentence that says what is wrong.
 * @returns {{ path: string, reason?: undefined } | { path?: undefined, reason: string }}
 */
export function findChromium() {
  const chosen = process.env['CHROMIUM_PATH'];
  if (chosen) {
    if (!isProgram(chosen))
      return { reason: `CHROMIUM_PATH is set to ${chosen}, which is not a program that can be run.` };
    const version = readVersion(chosen);
    if (version === '') return { reason: `CHROMIUM_PATH is set to ${chosen}, which does not start.` };
    if (isBranded(version)) return { reason: `${version} ${brandedSentence}` };
    if (majorVersion(version) < oldestChromium) return { reason: tooOld(version) };
    return { path: chosen };
  }
  const found = candidates()
    .map((path) => ({ path, version: readVersion(path) }))
    .filter(({ version }) => version !== '' && !isBranded(version));
  const fit = found.find(({ version }) => majorVersion(version) >= oldestChromium);
  if (fit) return { path: fit.path };
  if (found[0]) return { reason: tooOld(found[0].version) };
  const branded = listOnPath(brandedNames)[0];
  return {
    reason:
      branded === undefined
        ? 'No Chromium was found: install Chromium or Chrome for Testing, or set CHROMIUM_PATH to it.'
        : `Only ${branded} was found, and it ${brandedSentence}`,
  };
}
