import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findChromium, oldestChromium } from './find-chromium.mjs';

let folder: string;

async function aProgram(name: string, version: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\necho "${version}"\n`);
  await chmod(path, 0o755);
  return path;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mail-ark-find-'));
  vi.stubEnv('PATH', folder);
  vi.stubEnv('HOME', folder);
  vi.stubEnv('CHROMIUM_PATH', '');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

describe('the search for a Chromium', () => {
  it('takes the one on the path', async () => {
    const path = await aProgram('chromium', 'Chromium 156.0.1.2');
    expect(findChromium()).toEqual({ path });
  });

  it('takes what CHROMIUM_PATH names before any other', async () => {
    await aProgram('chromium', 'Chromium 156.0.1.2');
    const path = await aProgram('mine', 'Google Chrome for Testing 156.0.1.2');
    vi.stubEnv('CHROMIUM_PATH', path);
    expect(findChromium()).toEqual({ path });
  });

  it('refuses branded Chrome with a sentence', async () => {
    vi.stubEnv('CHROMIUM_PATH', await aProgram('google-chrome', 'Google Chrome 156.0.1.2'));
    expect(findChromium()).toEqual({
      reason:
        'Google Chrome 156.0.1.2 ignores --load-extension, so it cannot load Mail Ark: install Chromium or Chrome for Testing and set CHROMIUM_PATH to it.',
    });
  });

  it('says so when there is only branded Chrome', async () => {
    const path = await aProgram('google-chrome', 'Google Chrome 156.0.1.2');
    expect(findChromium().reason).toContain(`Only ${path} was found`);
  });

  it('says so when there is none', () => {
    expect(findChromium()).toEqual({
      reason: 'No Chromium was found: install Chromium or Chrome for Testing, or set CHROMIUM_PATH to it.',
    });
  });

  it('says so when CHROMIUM_PATH names nothing that runs', () => {
    vi.stubEnv('CHROMIUM_PATH', '/nowhere/chromium');
    expect(findChromium()).toEqual({
      reason: 'CHROMIUM_PATH is set to /nowhere/chromium, which is not a program that can be run.',
    });
  });

  it('passes over one that is too old', async () => {
    const old = await aProgram('chromium', 'Chromium 120.0.1.2');
    expect(findChromium()).toEqual({
      reason:
        'Chromium 120.0.1.2 is too old for Mail Ark: install Chromium 148 or newer, or set CHROMIUM_PATH to it.',
    });
    const path = await aProgram('chromium-browser', 'Chromium 156.0.1.2');
    expect(findChromium()).toEqual({ path });
    vi.stubEnv('CHROMIUM_PATH', old);
    expect(findChromium().reason).toContain('is too old for Mail Ark');
  });

  it('knows the oldest one the manifest lets in', async () => {
    expect(await readFile('wxt.config.ts', 'utf8')).toContain(`minimum_chrome_version: '${oldestChromium}'`);
  });
});
