import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findViolationsInBothThemes } from '../support/axe.ts';
import { dumpDatabases } from '../support/database-dump.ts';
import { restoreDatabase, type DatabaseFixture } from '../support/database-fixture.ts';
import { launchWithExtension, type ExtensionBrowser } from '../support/extension.ts';
import { changeSettings } from '../support/journey.ts';

const fixture = JSON.parse(
  readFileSync(join(import.meta.dirname, '../fixtures/database/version-5.json'), 'utf8'),
) as DatabaseFixture;

let browser: ExtensionBrowser;

beforeAll(async () => {
  browser = await launchWithExtension({});
});

afterAll(() => browser.discard());

const readAll = async () => (await browser.quietPage()).evaluate(dumpDatabases);

describe('mails that a build from before the first release has saved', () => {
  const sentence = {
    en: ['from before its first release', 'load the build of commit e5a573c and export a ZIP'],
    ko: ['첫 출시 전의 Mail Ark로 저장한 메일이에요', '커밋 e5a573c의 빌드를 설치해 ZIP으로 내보내 주세요'],
    ja: [
      '最初のリリースより前のMail Arkで保存されたメールです',
      'コミットe5a573cのビルドを読み込んでZIPに書き出してください',
    ],
  };

  it('are left as they are, and every page says which build exports them', async () => {
    await (await browser.quietPage()).evaluate(restoreDatabase, fixture);
    await browser.killWorker();
    const before = await readAll();
    expect(before.find(({ name }) => name === 'mail-ark')?.version).toBe(5);
    for (const [language, words] of Object.entries(sentence)) {
      await changeSettings(browser, { language });
      for (const path of ['viewer.html', 'popup.html']) {
        const page = await browser.openPage(path);
        for (const part of words) await page.getByText(part).first().waitFor();
        await page.close();
      }
    }
    await changeSettings(browser, { language: 'en' });
    for (const path of ['viewer.html', 'popup.html']) {
      const page = await browser.openPage(path);
      await page.getByText('e5a573c').first().waitFor();
      expect(await findViolationsInBothThemes(page)).toEqual([]);
      await page.close();
    }
    expect(await readAll()).toEqual(before);
  });
});
