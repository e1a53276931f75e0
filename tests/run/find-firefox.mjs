// @ts-check
import { isProgram, listOnPath, majorVersion, readOutput } from './programs.mjs';

/** The oldest Firefox that takes Mail Ark, as the manifest says. */
export const oldestFirefox = 153;

/** @param {string} path */
function readVersion(path) {
  return readOutput(path, ['--version']) ?? '';
}

/** @param {string} version */
function isFirefox(version) {
  return version.startsWith('Mozilla Firefox ');
}

/**
 * A Firefox that takes Mail Ark: `FIREFOX_PATH`, else an ESR, else any.
 * Otherwise the sentence that says what is wrong.
 * @returns {{ path: string, reason?: undefined } | { path?: undefined, reason: string }}
 */
export function findFirefox() {
  const chosen = process.env['FIREFOX_PATH'];
  if (chosen) {
    if (!isProgram(chosen))
      return { reason: `FIREFOX_PATH is set to ${chosen}, which is not a program that can be run.` };
    const version = readVersion(chosen);
    if (!isFirefox(version)) return { reason: `FIREFOX_PATH is set to ${chosen}, which is not Firefox.` };
    if (majorVersion(version) < oldestFirefox) return { reason: tooOld(version) };
    return { path: chosen };
  }
  const found = [
    ...listOnPath(['firefox-esr', 'firefox']),
    ...['/Applications/Firefox.app/Contents/MacOS/firefox'].filter(isProgram),
  ]
    .map((path) => ({ path, version: readVersion(path) }))
    .filter(({ version }) => isFirefox(version));
  const fit = found.find(({ version }) => majorVersion(version) >= oldestFirefox);
  if (fit) return { path: fit.path };
  return {
    reason: found[0]
      ? tooOld(found[0].version)
      : 'No Firefox was found: install Firefox ESR, or set FIREFOX_PATH to it.',
  };
}

/** @param {string} version */
function tooOld(version) {
  return `${version} is too old for Mail Ark: install Firefox ESR ${oldestFirefox} or newer, or set FIREFOX_PATH to it.`;
}
