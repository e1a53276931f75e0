import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { readDataFile, type DataChunk } from '../../lib/formats/mail-ark/data-files.ts';
import type { Manifest } from '../../lib/formats/mail-ark/manifest.ts';
import { runCommand } from '../run/command.ts';
import type { Service } from '../service/service.ts';
import { expectedAssets } from './expected-content.ts';
import { makeScratchFolder } from './chromium.ts';
import type { ExtensionBrowser } from './extension.ts';
import { listFileHashes } from './extension-build.ts';

/** Reads every entry with Python's own reader, which checks each CRC-32, and unpacks it. */
const pythonUnpack = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    assert archive.testzip() is None
    assert len(set(archive.namelist())) == len(archive.namelist())
    archive.extractall(sys.argv[2])
`;

/** A saved ZIP and its contents. */
export class ExportedArchive {
  readonly zip: string;
  /** The folder it is unpacked to. */
  readonly folder: string;
  private readonly scratch: string;

  constructor(scratch: string) {
    this.scratch = scratch;
    this.zip = join(scratch, 'archive.zip');
    this.folder = join(scratch, 'unpacked');
  }

  /** Asserts that `unzip` and Python accept it, and unpacks it. */
  async expectSound(): Promise<void> {
    const unzip = await runCommand('unzip', ['-tqq', this.zip]);
    expect(unzip).toEqual({ code: 0, output: '' });
    const python = await runCommand('python3', ['-c', pythonUnpack, this.zip, this.folder]);
    expect(python).toEqual({ code: 0, output: '' });
  }

  readManifest = async (): Promise<Manifest> =>
    JSON.parse(await readFile(join(this.folder, 'data/manifest.json'), 'utf8')) as Manifest;

  /** Asserts that it holds every mail and file the service served to an account, and that its manifest is correct. */
  async expectWhole(service: Service, account = 0): Promise<void> {
    const manifest = await this.readManifest();
    const hashes = await listFileHashes(this.folder);
    const listed = manifest.files.map(({ path, sha256 }): [string, string] => [path, sha256]);
    const unpacked = hashes.filter(([path]) => path !== 'data/manifest.json');
    expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(unpacked));

    const expected = service.expected(account);
    const chunks = await this.readChunks(manifest);
    const mails = chunks.flatMap((chunk) => (chunk.kind === 'mails' ? chunk.mails : []));
    expect(mails.map(({ row }) => row.id).toSorted()).toEqual(expected.ids.toSorted());
    const sha256ByPath = new Map(hashes);
    const assets: Record<string, string | undefined> = {};
    for (const mail of mails) {
      expect(mail.row.subject).toBe(expected.find(mail.row.id)?.record.subject);
      expect(sha256ByPath.has(mail.page)).toBe(true);
      for (const { ref, path } of mail.assets)
        assets[ref.key] = path === undefined ? 'not in the archive' : sha256ByPath.get(path);
    }
    expect(assets).toEqual(expectedAssets(service, account));
    expect(manifest.counts).toEqual({
      mails: expected.ids.length,
      assets: Object.keys(assets).length,
      missingAssets: 0,
    });
  }

  /** Asserts that none of its files contains any of these texts. */
  async expectNowhere(secrets: string[]): Promise<void> {
    for (const [path] of await listFileHashes(this.folder)) {
      const text = await readFile(join(this.folder, path), 'latin1');
      for (const secret of secrets) expect(text.includes(secret), `${path} holds a secret`).toBe(false);
    }
  }

  async sha256(): Promise<string> {
    return createHash('sha256')
      .update(await readFile(this.zip))
      .digest('hex');
  }

  async discard(): Promise<void> {
    await rm(this.scratch, { recursive: true, force: true });
  }

  private async readChunks(manifest: Manifest): Promise<DataChunk[]> {
    const paths = manifest.files.map(({ path }) => path).filter((path) => /^data\/.*\.js$/.test(path));
    const texts = await Promise.all(paths.map((path) => readFile(join(this.folder, path), 'utf8')));
    return texts.flatMap((text) => readDataFile(text) as DataChunk[]);
  }
}

interface DownloadsApi {
  downloads: {
    search(query: object): Promise<{ filename: string; state: string; fileSize: number; exists: boolean }[]>;
  };
}

/** The files that the browser saves after `press`, once the extension reports that all are saved. */
export async function saveByClick(
  browser: ExtensionBrowser,
  page: Page,
  press: () => Promise<void>,
  patienceMs = 60_000,
): Promise<string[]> {
  const quiet = await browser.quietPage();
  const search = () =>
    quiet.evaluate(() =>
      (globalThis as unknown as { chrome: DownloadsApi }).chrome.downloads.search({
        orderBy: ['startTime'],
      }),
    );
  const before = (await search()).length;
  const noted = () => quiet.evaluate(countExports);
  const notedBefore = await noted();
  await press();
  const end = Date.now() + patienceMs;
  while ((await noted()) === notedBefore) {
    if (Date.now() > end)
      throw new Error(`No file was saved; the page says: ${await page.locator('body').innerText()}`);
    await page.waitForTimeout(100);
  }
  const saved = (await search()).slice(before);
  expect(saved.map(({ state }) => state)).toEqual(saved.map(() => 'complete'));
  return saved.map(({ filename }) => filename);
}

/** The number of saved exports in the database. Runs inside the page. */
function countExports(): Promise<number> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('mail-ark');
    opening.onerror = () => reject(opening.error ?? new Error('The database does not open.'));
    opening.onsuccess = () => {
      const counting = opening.result.transaction('exports').objectStore('exports').count();
      counting.onsuccess = () => {
        opening.result.close();
        resolve(counting.result);
      };
    };
  });
}

/** Presses “Export ZIP” on a page of the extension and waits until the browser has saved the file. */
export async function exportByClick(browser: ExtensionBrowser, page: Page): Promise<ExportedArchive> {
  const press = () => page.getByRole('button', { name: 'Export ZIP' }).click();
  const [file] = await saveByClick(browser, page, press);
  const archive = new ExportedArchive(await makeScratchFolder('export'));
  await cp(file ?? '', archive.zip);
  return archive;
}
