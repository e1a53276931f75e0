import { readFile, readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDataFile, parseManifest } from '../../lib/formats/mail-ark/read-archive.ts';
import { runCommand } from '../run/command.ts';
import { startService, type Service } from '../service/service.ts';
import { findViolationsInBothThemes } from '../support/axe.ts';
import { launchWithExtension, type ExtensionBrowser } from '../support/extension.ts';
import { expectedAssets } from '../support/expected-content.ts';
import { hasMany } from '../support/fault-numbers.ts';
import { exportByClick, saveByClick } from '../support/exported-archive.ts';
import { changeSettings, pressBackUp, signIn, waitForDone } from '../support/journey.ts';
import { readZipTexts } from '../support/zip-oracles.ts';

const workerKills = 12;

let service: Service;
let browser: ExtensionBrowser;

beforeAll(async () => {
  service = await startService({ mails: 80 });
  browser = await launchWithExtension({ servicePort: service.port });
  await changeSettings(browser, { backupOnOpen: false, paces: { izone: 'fast' } });
  const client = await signIn(browser);
  await (await pressBackUp(browser)).waitForTimeout(0);
  await waitForDone(browser);
  await client.close();
});

afterAll(async () => {
  await browser.discard();
  await service.close();
});

interface Item {
  filename: string;
  state: string;
  exists: boolean;
}

async function listDownloads(): Promise<Item[]> {
  const quiet = await browser.quietPage();
  return quiet.evaluate<Item[]>('chrome.downloads.search({})');
}

/** The files in the download folder. */
async function listSaved(file: string): Promise<string[]> {
  return (await readdir(dirname(file))).sort();
}

async function countOffscreen(): Promise<number> {
  const quiet = await browser.quietPage();
  const contexts = await quiet.evaluate<unknown[]>(
    `chrome.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] })`,
  );
  return contexts.length;
}

async function openOptions(): Promise<{ page: Page; press: () => Promise<void> }> {
  const page = await browser.openPage('viewer.html?export-options');
  const dialog = page.getByRole('dialog', { name: 'Export options' });
  await dialog.waitFor();
  const press = () => dialog.getByRole('button', { name: 'Export', exact: true }).click();
  return { page, press };
}

const readTexts = async (file: string) => readZipTexts(new Blob([await readFile(file)]));

function idsIn(texts: Record<string, string>): string[] {
  return Object.entries(texts)
    .filter(([path]) => /^data\/mails-.*\.js$/.test(path))
    .flatMap(([, text]) => parseDataFile(text))
    .flatMap((chunk) => (chunk.kind === 'mails' ? chunk.mails.map(({ row }) => row.id) : []));
}

const readMbox = `
import sys, json, mailbox, hashlib, email, email.policy
subjects, pictures = [], []
box = mailbox.mbox(sys.argv[1], create=False)
for key in box.keys():
    message = email.message_from_bytes(box.get_bytes(key), policy=email.policy.default)
    subjects.append(message['Subject'])
    for part in message.walk():
        assert not part.defects, part.defects
        if part.get_content_maintype() == 'image':
            pictures.append(hashlib.sha256(part.get_payload(decode=True)).hexdigest())
print(json.dumps({'subjects': subjects, 'pictures': pictures}))
`;

describe('exports', () => {
  it('of a part contain what was chosen, say so, and leave the rest waiting', async () => {
    const { page, press } = await openOptions();
    const dialog = page.getByRole('dialog');
    await expect.poll(() => dialog.innerText()).toContain('80 mails are not in any ZIP yet.');
    expect(await findViolationsInBothThemes(page)).toEqual([]);
    const sender = dialog.getByRole('group', { name: /^From/ }).getByRole('checkbox').first();
    await sender.check();
    const said = await dialog.getByRole('status').innerText();
    const count = Number(/\d+/.exec(said)?.[0]);
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(80);
    const [file = ''] = await saveByClick(browser, page, press);
    const texts = await readTexts(file);
    expect(idsIn(texts)).toHaveLength(count);
    expect(parseManifest(texts['data/manifest.json'] ?? '').scope.kind).toBe('filtered');
    expect(texts['README.txt']).toContain('This archive holds a part of what was saved');
    await page.close();

    const popup = await browser.openPage('popup.html');
    await popup.getByText(`${80 - count} mails are not in any ZIP yet.`).waitFor();
    await popup.getByRole('button', { name: 'Export options' }).waitFor();
    await popup.close();

    const rest = await openOptions();
    await rest.page.getByRole('checkbox', { name: 'Only mails that are not in any ZIP yet' }).check();
    const [second = ''] = await saveByClick(browser, rest.page, rest.press);
    const others = idsIn(await readTexts(second));
    expect(others).toHaveLength(80 - count);
    expect([...others, ...idsIn(texts)].sort()).toEqual([...service.expected().ids].sort());
    await rest.page.getByRole('button', { name: 'Show in folder' }).waitFor();
    await rest.page.close();
  });

  it('without files contain texts only', async () => {
    const { page, press } = await openOptions();
    await page.getByRole('checkbox', { name: /^Words only/ }).check();
    const [file = ''] = await saveByClick(browser, page, press);
    const texts = await readTexts(file);
    expect(Object.keys(texts).some((path) => path.startsWith('media/'))).toBe(false);
    expect(idsIn(texts)).toHaveLength(80);
    await page.close();
  });

  it('without my name have it in no page and no record', async () => {
    const nickname = '하루';
    const viewer = await browser.openPage('viewer.html#/mails');
    await viewer.getByRole('list', { name: 'Mails', exact: true }).getByRole('link').first().click();
    await viewer.getByRole('button', { name: 'More' }).click();
    await viewer.getByRole('button', { name: 'Your name in these mails' }).click();
    await viewer.getByRole('radio', { name: 'Without my name' }).check();
    await viewer.getByLabel('Name as it stands in the mails').fill(nickname);
    await viewer.getByRole('button', { name: 'Save', exact: true }).click();
    await viewer.getByRole('dialog').waitFor({ state: 'detached' });
    await viewer.close();

    const { page, press } = await openOptions();
    await page.getByRole('checkbox', { name: 'Without my name' }).check();
    const [file = ''] = await saveByClick(browser, page, press);
    const texts = await readTexts(file);
    expect(idsIn(texts)).toHaveLength(80);
    const own = Object.entries(texts).filter(([path]) => /^(data|mails)\//.test(path));
    expect(own.length).toBeGreaterThan(80);
    expect(own.filter(([, text]) => text.includes(nickname)).map(([path]) => path)).toEqual([]);
    expect(own.some(([, text]) => text.includes('○○'))).toBe(true);
    expect(parseManifest(texts['data/manifest.json'] ?? '').scope).toMatchObject({ isWithoutName: true });
    await page.close();
  });

  it('for mail programs contain every mail and picture, and leave no file in the browser', async () => {
    const { page, press } = await openOptions();
    await page.getByRole('radio', { name: /^mbox/ }).check();
    const [file = ''] = await saveByClick(browser, page, press);
    const { code, output } = await runCommand('python3', ['-c', readMbox, file]);
    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
    const found = JSON.parse(output) as { subjects: string[]; pictures: string[] };
    const { ids, find } = service.expected();
    expect(found.subjects.sort()).toEqual(ids.map((id) => find(id)?.record.subject ?? '').sort());
    const assets = expectedAssets(service, 0);
    const pictures = ids.flatMap((id) => find(id)?.pictures ?? []);
    expect(found.pictures).toHaveLength(pictures.length);
    expect(Object.values(assets)).toEqual(expect.arrayContaining(found.pictures));
    await expect
      .poll(() =>
        page.evaluate(async () => {
          const names: string[] = [];
          for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
          return names;
        }),
      )
      .toEqual([]);
    await page.close();
  });

  it('for the viewers of 2021 contain the lists and every picture', async () => {
    const { page, press } = await openOptions();
    await page.getByRole('radio', { name: /^pm_list/ }).check();
    const [file = ''] = await saveByClick(browser, page, press);
    const texts = await readTexts(file);
    const list = JSON.parse(texts['pm_list.json'] ?? '') as { id: string }[];
    expect(list.map(({ id }) => id).sort()).toEqual([...service.expected().ids].sort());
    const bodies = JSON.parse(texts['mail_body_dict.json'] ?? '') as Record<
      string,
      { body: string; images: string[] }
    >;
    for (const { id } of list) {
      const { body, images } = bodies[id] ?? { body: '', images: [] };
      expect(body.split('{이미지}').length - 1).toBe(images.length);
      expect(images.length).toBe(service.expected().find(id)?.pictures.length);
      for (const path of images) expect(texts).toHaveProperty([path]);
    }
    await page.close();
  });

  it('give the same bytes twice, the second time from cached bodies', async () => {
    const popup = await browser.openPage('popup.html');
    const first = await exportByClick(browser, popup);
    const second = await exportByClick(browser, popup);
    expect(await second.sha256()).toBe(await first.sha256());
    await first.discard();
    await second.discard();
    await popup.close();
  });

  it.runIf(hasMany)(
    `leave nothing behind when the background is killed ${workerKills} times, and work afterwards`,
    async () => {
      const popup = await browser.openPage('popup.html');
      const [whole = ''] = await saveByClick(browser, popup, () =>
        popup.getByRole('button', { name: 'Export ZIP' }).click(),
      );
      const before = await listSaved(whole);
      for (let kill = 0; kill < workerKills; kill++) {
        await popup.getByRole('button', { name: 'Export ZIP' }).click();
        await popup.waitForTimeout(Math.random() * 1200);
        await browser.killWorker();
        // The next start of the background cleans up; any message starts it.
        await popup.reload();
        await popup.getByRole('button', { name: 'Export ZIP' }).waitFor();
        await expect.poll(countOffscreen).toBe(0);
        await expect
          .poll(async () => (await listDownloads()).filter(({ state }) => state !== 'complete'))
          .toEqual([]);
      }
      const again = await exportByClick(browser, popup);
      await again.expectSound();
      await again.expectWhole(service);
      await again.discard();
      // Finished files stay; no other file has appeared.
      for (const name of await listSaved(whole)) {
        if (!before.includes(name))
          parseManifest((await readTexts(`${dirname(whole)}/${name}`))['data/manifest.json'] ?? '');
      }
      await popup.close();
    },
  );
});
