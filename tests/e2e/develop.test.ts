import { spawn, type ChildProcess } from 'node:child_process';
import { cp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectEnvironment, projectRoot } from '../run/prepare.mjs';
import { makeScratchFolder } from '../support/chromium.ts';
import { browserUnderTest } from '../support/extension-browser.ts';
import { launchWithExtension, type ExtensionBrowser } from '../support/extension.ts';

const name = browserUnderTest();

/** What the development server reads of the project. */
const parts = [
  'components',
  'entrypoints',
  'lib',
  'public',
  'package.json',
  'tsconfig.json',
  'wxt.config.ts',
  'tests/run/development-policy.ts',
];

/** A copy of the project that a test may change. */
async function copyProject(): Promise<string> {
  const folder = await makeScratchFolder('project');
  for (const part of parts) await cp(join(projectRoot, part), join(folder, part), { recursive: true });
  await symlink(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** Starts `npm run dev` in a folder. Resolves when it has built the extension, rejects with its words when it ends before. */
async function startDevelopment(folder: string): Promise<ChildProcess> {
  const script = join(projectRoot, 'tests/run/develop.ts');
  const child = spawn(process.execPath, [script, '--no-browser', '--browser', name], {
    cwd: folder,
    // Vitest's own would silence the server and switch the hot updates off.
    env: { ...projectEnvironment(), NODE_ENV: 'development', VITEST: '', TEST: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Mail Ark is served')) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => reject(new Error(`npm run dev ended:\n${output}`)));
  });
  return child;
}

describe('npm run dev', () => {
  let project: string;
  let server: ChildProcess;
  let browser: ExtensionBrowser;

  beforeAll(async () => {
    project = await copyProject();
    server = await startDevelopment(project);
    const build = name === 'firefox' ? 'firefox' : 'chrome';
    browser = await launchWithExtension({
      folder: join(project, '.output', `${build}-mv3-dev`),
      directHosts: ['localhost'],
      locale: 'en',
    });
  });

  afterAll(async () => {
    server.kill();
    await browser.close();
    await rm(project, { recursive: true, force: true, maxRetries: 5 });
  });

  it('shows a change of a component in the page that is open', async () => {
    const page = await browser.openPage('viewer.html#/settings');
    await page.getByRole('link', { name: 'Gallery' }).waitFor();
    await page.evaluate(() => Object.assign(globalThis, { isStillThere: true }));

    const header = join(project, 'components/viewer/ViewerHeader.tsx');
    const before = await readFile(header, 'utf8');
    const after = before.replace("{t('viewerTitle')}", "{'The ark of a change'}");
    expect(after).not.toBe(before);
    await writeFile(header, after);

    await page.getByRole('heading', { name: 'The ark of a change' }).waitFor();
    expect(await page.evaluate(() => 'isStillThere' in globalThis)).toBe(true);
  });
});
