import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findFirefox, oldestFirefox } from './find-firefox.mjs';

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
  vi.stubEnv('FIREFOX_PATH', '');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

describe('the search for a Firefox', () => {
  it('takes the ESR before another', async () => {
    await aProgram('firefox', 'Mozilla Firefox 158.0');
    const path = await aProgram('firefox-esr', 'Mozilla Firefox 153.8.0esr');
    expect(findFirefox()).toEqual({ path });
  });

  it('takes another where the ESR is too old', async () => {
    await aProgram('firefox-esr', 'Mozilla Firefox 140.2.0esr');
    const path = await aProgram('firefox', 'Mozilla Firefox 158.0');
    expect(findFirefox()).toEqual({ path });
  });

  it('takes what FIREFOX_PATH names before any other', async () => {
    await aProgram('firefox-esr', 'Mozilla Firefox 153.8.0esr');
    const path = await aProgram('mine', 'Mozilla Firefox 153.9.0esr');
    vi.stubEnv('FIREFOX_PATH', path);
    expect(findFirefox()).toEqual({ path });
  });

  it('passes over a program that only says how to install Firefox', async () => {
    await aProgram('firefox', "Command '/usr/bin/firefox' requires the firefox snap to be installed.");
    expect(findFirefox()).toEqual({
      reason: 'No Firefox was found: install Firefox ESR, or set FIREFOX_PATH to it.',
    });
  });

  it('says when the only one is too old', async () => {
    await aProgram('firefox-esr', 'Mozilla Firefox 140.2.0esr');
    expect(findFirefox()).toEqual({
      reason:
        'Mozilla Firefox 140.2.0esr is too old for Mail Ark: install Firefox ESR 153 or newer, or set FIREFOX_PATH to it.',
    });
  });

  it('says what is wrong with FIREFOX_PATH', async () => {
    vi.stubEnv('FIREFOX_PATH', '/nowhere/firefox');
    expect(findFirefox()).toEqual({
      reason: 'FIREFOX_PATH is set to /nowhere/firefox, which is not a program that can be run.',
    });
    const path = await aProgram('chromium', 'Chromium 156.0.1.2');
    vi.stubEnv('FIREFOX_PATH', path);
    expect(findFirefox()).toEqual({ reason: `FIREFOX_PATH is set to ${path}, which is not Firefox.` });
  });

  it('knows the oldest one the manifest lets in', async () => {
    expect(await readFile('wxt.config.ts', 'utf8')).toContain(`strict_min_version: '${oldestFirefox}.0'`);
  });
});
