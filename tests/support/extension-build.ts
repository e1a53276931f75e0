import { createHash } from 'node:crypto';
import { cp, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../run/command.ts';
import { projectRoot } from '../run/prepare.mjs';
import { makeScratchFolder } from './chromium.ts';
import { browserUnderTest } from './extension-browser.ts';

/** The browsers that builds exist for, by WXT's names. */
export type BuildName = 'chrome' | 'firefox';

const inputs = ['entrypoints', 'components', 'lib', 'public', 'wxt.config.ts', 'package-lock.json'];

/** The newest modification, in milliseconds since 1970, of a file or of anything in a folder. */
async function newestChange(path: string): Promise<number> {
  const facts = await stat(path);
  if (!facts.isDirectory()) return facts.mtimeMs;
  const entries = await readdir(path);
  const changes = await Promise.all(entries.map((entry) => newestChange(join(path, entry))));
  return Math.max(0, ...changes);
}

const builds = new Map<BuildName, Promise<string>>();

/**
 * Builds the extension, once, unless the build is newer than all its sources. Returns its folder. Where
 * `MAIL_ARK_BUILT` is set, earlier stages have built for both browsers, and no test builds while another one reads the
 * build.
 */
export function buildExtension(browser: BuildName): Promise<string> {
  const known = builds.get(browser) ?? build(browser);
  builds.set(browser, known);
  return known;
}

async function build(browser: BuildName): Promise<string> {
  const folder = join(projectRoot, '.output', `${browser}-mv3`);
  if (process.env['MAIL_ARK_BUILT'] === '1') return folder;
  const built = await stat(join(folder, 'manifest.json')).catch(() => undefined);
  const changes = await Promise.all(inputs.map((input) => newestChange(join(projectRoot, input))));
  if (built && built.mtimeMs > Math.max(...changes)) return folder;
  const { code, output } = await runCommand('wxt', ['build', '-b', browser]);
  if (code !== 0) throw new Error(`The extension could not be built:\n${output}`);
  return folder;
}

/**
 * The manifest with its optional hosts granted: `permissions.request` cannot be answered without a screen. Nothing else
 * differs, and a test verifies that.
 */
export function withHostsGiven(manifest: Record<string, unknown>): Record<string, unknown> {
  const { optional_host_permissions: hosts, ...rest } = manifest;
  return { ...rest, host_permissions: hosts };
}

/** The build that the browser under test loads, as it is shipped. */
export function shippedBuild(): Promise<string> {
  return buildExtension(browserUnderTest() === 'firefox' ? 'firefox' : 'chrome');
}

/** A copy of the build for tests, in a folder of its own. */
export async function e2eCopy(browser: BuildName): Promise<string> {
  const folder = await makeScratchFolder(`${browser}-copy`);
  await cp(await buildExtension(browser), folder, { recursive: true });
  const path = join(folder, 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  await writeFile(path, JSON.stringify(withHostsGiven(manifest)));
  return folder;
}

/** Every file of a folder with the SHA-256 of its bytes, sorted. */
export async function listFileHashes(folder: string): Promise<[string, string][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.toSorted().map(async (path): Promise<[string, string]> => {
      const hash = createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
      return [path.slice(folder.length + 1), hash];
    }),
  );
}

/** The id Chromium assigns to a manifest with this `key`. */
export function extensionIdOf(key: string): string {
  const hash = createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex').slice(0, 32);
  return [...hash].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join('');
}
