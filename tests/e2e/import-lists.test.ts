import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type Service } from '../service/service.ts';
import { findViolationsInBothThemes } from '../support/axe.ts';
import { makeScratchFolder } from '../support/chromium.ts';
import { takeStoredContent } from '../support/expected-content.ts';
import { saveByClick } from '../support/exported-archive.ts';
import { launchWithExtension, type ExtensionBrowser } from '../support/extension.ts';
import { readFiles, type ForgedFiles } from '../support/forge-archive.ts';
import { readShownBody } from '../support/shown-mail.ts';
import { changeSettings, pressBackUp, signIn, waitForDone } from '../support/journey.ts';

const mails = 40;
let service: Service;
let scratch: string;
let lists: string;
let browser: ExtensionBrowser;

async function exportLists(from: ExtensionBrowser): Promise<string> {
  const page = await from.openPage('viewer.html?export-options');
  const dialog = page.getByRole('dialog', { name: 'Export options' });
  await dialog.getByRole('radio', { name: /^pm_list/ }).check();
  const press = () => dialog.getByRole('button', { name: 'Export', exact: true }).click();
  const [file = ''] = await saveByClick(from, page, press);
  await page.close();
  return file;
}

const unpack = async (file: string): Promise<ForgedFiles> => readFiles(new Blob([await readFile(file)]));

/** What is stored of a mail, as the test's reader of the database gives it. */
type StoredMail = [
  row: { account: string; subject: string; receivedAt: string; from: { id: string; name: string } },
  body: { htmlBody?: string },
  text: string,
];

async function takeMails(from: ExtensionBrowser): Promise<Map<string, StoredMail>> {
  const content = await takeStoredContent(from);
  expect([content.broken, content.problems]).toEqual([[], []]);
  return new Map(Object.entries(content.mails).map(([id, text]) => [id, JSON.parse(text) as StoredMail]));
}

let original: Map<string, StoredMail>;

beforeAll(async () => {
  service = await startService({ mails });
  scratch = await makeScratchFolder('lists');
  const first = await launchWithExtension({ servicePort: service.port });
  await changeSettings(first, { backupOnOpen: false, paces: { izone: 'fast' } });
  await signIn(first);
  await (await pressBackUp(first)).waitForTimeout(0);
  await waitForDone(first);
  original = await takeMails(first);
  lists = join(scratch, 'lists.zip');
  await cp(await exportLists(first), lists);
  await first.discard();
  browser = await launchWithExtension({ servicePort: service.port });
  await changeSettings(browser, { backupOnOpen: false });
});

afterAll(async () => {
  await browser.discard();
  await service.close();
  await rm(scratch, { recursive: true, force: true });
});

describe('Lists for the viewers of 2021 in a browser that has nothing', () => {
  it('come home with their words and pictures, and ask the network for nothing', async () => {
    service.counters.reset();
    const page = await browser.openPage('viewer.html#/import');
    await page.getByLabel('Backup files').setInputFiles(lists);
    await page.getByRole('heading', { name: 'What is in the backup' }).waitFor();
    await page.getByText(`${mails} mails, ${mails} of them new`).waitFor();
    expect(await page.getByRole('main').innerText()).toContain('IZ*ONE Private Mail · imported ');
    expect(await findViolationsInBothThemes(page)).toEqual([]);
    await page.getByRole('main').getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('heading', { name: 'The backup is in' }).waitFor({ timeout: 60_000 });
    expect(await page.getByRole('main').innerText()).not.toContain('Damaged');
    expect(service.counters.count()).toBe(0);
    await page.close();

    const found = await takeMails(browser);
    expect([...found.keys()].toSorted()).toEqual([...original.keys()].toSorted());
    for (const [id, [row, , text]] of found) {
      const [before, , words] = original.get(id)!;
      expect({ id, subject: row.subject, from: row.from, at: row.receivedAt, text }).toEqual({
        ...{ id, subject: before.subject, from: before.from, text: words },
        // The lists have no seconds.
        at: before.receivedAt.replace(/\d\dZ$/, '00Z'),
      });
      expect(row.account).toMatch(/^unknown-[0-9a-f]{10}$/);
    }
    const { assets } = await takeStoredContent(browser);
    const pictures = [...service.expected().mails()].flatMap((mail) => mail.pictures);
    expect(Object.values(assets).toSorted()).toEqual(pictures.map(({ sha256 }) => sha256()).toSorted());
  });

  it('are read in the viewer, pictures and all', async () => {
    const [id, [row]] = [...(await takeMails(browser))].find(
      ([each]) => (service.expected().find(each)?.pictures.length ?? 0) > 1,
    )!;
    const page = await browser.openPage(`viewer.html#/mails/izone/${row.account}/${id}`);
    const mail = service.expected().find(id)!;
    const names = mail.pictures.map(({ path }) => path.replace(/^.*\/|\.\w+$/g, ''));
    await page.getByRole('article').getByText(row.from.name).first().waitFor();
    await expect
      .poll(() => readShownBody(page))
      .toMatchObject({
        pictures: names.map((name) => ({ asset: expect.stringContaining(name) as string, isDecoded: true })),
      });
    await page.close();
  });

  it('are the same lists and pictures when they are exported again', async () => {
    expect(await unpack(await exportLists(browser))).toEqual(await unpack(lists));
  });
});
