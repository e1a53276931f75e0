// @ts-check
// Runs on a bare machine, like `prepare.mjs`: no dependency may be imported here.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Whether a path leads to a program that can be run.
 * @param {string} path
 */
export function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The programs of these names in the folders of `PATH`, a name at a time.
 * @param {string[]} names
 */
export function listOnPath(names) {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).filter(isProgram);
}

/**
 * The output of a command, trimmed; undefined when it cannot be started or fails.
 * @param {string} program
 * @param {string[]} args
 */
export function readOutput(program, args) {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/**
 * The first number of a browser's `--version`: 156 of “Chromium 156.0.8078.108”.
 * @param {string} version
 */
export function majorVersion(version) {
  return Number(/ (\d+)\.\d/.exec(version)?.[1] ?? 0);
}
