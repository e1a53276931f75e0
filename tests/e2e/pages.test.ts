import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type Service } from '../service/service.ts';
import { findViolationsInBothThemes } from '../support/axe.ts';
import { exportByClick, type ExportedArchive } from '../support/exported-archive.ts';
import { takeStoredContent } from '../support/expected-content.ts';
import { browserUnderTest } from '../support/extension-browser.ts';
import { expectMailShown } from '../support/shown-mail.ts';
import { launchWithExtension, type ExtensionBrowser } from '../support/extension.ts';
import { withPlainPage } from '../support/plain-browser.ts';
import { changeSettings, isOfService, pressBackUp, signIn, waitForDone } from '../support/journey.ts';

let service: Service;
let browser: ExtensionBrowser;

beforeAll(async () => {
  service = await startService({ mails: 60 });
  browser = await launchWithExtension({ servicePort: service.port });
  await changeSettings(browser, { backupOnOpen: false });
});

afterAll(async () => {
  await browser.discard();
  await service.close();
});

/** A mail's own style attributes are read from a document whose policy refuses to apply them, and reports that. */
const isNoMailStyle = (complaint: string) => !complaint.startsWith('Applying inline style violates');

async function openFirstMailWithPictures(page: Page): Promise<void> {
  const { ids } = service.expected();
  const id = ids.find((candidate) => (service.expected().find(candidate)?.pictures.length ?? 0) > 0) ?? '';
  const mail = service.expected().find(id);
  if (mail === undefined) throw new Error('No mail has a picture.');
  await page.getByRole('searchbox', { name: 'Search mails' }).fill(mail.record.subject);
  // Until the search is complete, other mails are in the list.
  const rows = page.getByRole('list', { name: 'Mails' }).getByRole('listitem');
  await rows.first().filter({ hasText: mail.record.subject }).click();
  await expectMailShown(page, mail);
}

describe('the pages before the first backup', () => {
  it('have no violation axe can find: welcome and popup', async () => {
    for (const path of ['welcome.html', 'popup.html']) {
      const page = await browser.openPage(path);
      await page.getByRole('heading').first().waitFor();
      expect(await findViolationsInBothThemes(page)).toEqual([]);
      await page.close();
    }
  });
});

describe('the viewer', () => {
  it('shows mails with their pictures, and finds them', async () => {
    await signIn(browser);
    const popup = await pressBackUp(browser);
    await waitForDone(browser);
    await popup.close();
    const viewer = await browser.openPage('viewer.html');
    const list = viewer.getByRole('list', { name: 'Mails' });
    await list.getByRole('listitem').first().waitFor();
    await openFirstMailWithPictures(viewer);
    await viewer.getByRole('searchbox', { name: 'Search mails' }).fill('no mail says this');
    await expect.poll(() => list.getByRole('listitem').count()).toBe(0);
    await viewer.close();
  });

  it('opens a mail by its address', async () => {
    const { accounts } = await takeStoredContent(browser);
    const id = service.expected().ids[3] ?? '';
    const viewer = await browser.openPage(
      `viewer.html#/mails/izone/${accounts[0]}/${encodeURIComponent(id)}`,
    );
    const subject = service.expected().find(id)?.record.subject ?? 'unknown';
    await expect.poll(() => viewer.getByRole('article').innerText()).toContain(subject);
    await viewer.close();
  });

  it('sends no request, and violates no policy', async () => {
    const before = service.counters.log.length;
    const clients = browser.context.pages().filter((page) => page.url().startsWith('https:'));
    for (const client of clients) await client.close();
    const viewer = await browser.openPage('viewer.html');
    const asked: string[] = [];
    const complaints: string[] = [];
    viewer.on('request', (request) => asked.push(request.url()));
    viewer.on('console', (message) => complaints.push(message.text()));
    await openFirstMailWithPictures(viewer);
    expect(asked.filter((url) => !/^(chrome-extension|blob|data|about):/.test(url))).toEqual([]);
    expect(complaints.filter(isNoMailStyle)).toEqual([]);
    const ours = service.counters.log.slice(before).filter(isOfService);
    expect(ours.filter(({ by }) => by === 'visitor')).toEqual([]);
    await viewer.close();
  });

  it('has no violation axe can find: list, reader, settings, and the popup after a backup', async () => {
    const viewer = await browser.openPage('viewer.html');
    await viewer.getByRole('list', { name: 'Mails' }).getByRole('listitem').first().waitFor();
    expect(await findViolationsInBothThemes(viewer)).toEqual([]);
    await openFirstMailWithPictures(viewer);
    expect(await findViolationsInBothThemes(viewer)).toEqual([]);
    await viewer.getByRole('navigation').getByRole('link', { name: 'Settings' }).click();
    await viewer.getByRole('heading', { name: 'Settings' }).waitFor();
    expect(await findViolationsInBothThemes(viewer)).toEqual([]);
    await viewer.close();
    const popup = await browser.openPage('popup.html');
    await popup.getByRole('button', { name: 'Export ZIP' }).waitFor();
    expect(await findViolationsInBothThemes(popup)).toEqual([]);
    await popup.close();
  });
});

describe('the content security policies', () => {
  /** Tries what a mail or a foreign script would try. */
  const attempts = async (page: Page) =>
    page.evaluate(async () => {
      const seen: string[] = [];
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
        seen.push(effectiveDirective),
      );
      const script = document.createElement('script');
      script.textContent = 'globalThis.wasRun = true';
      const foreign = document.createElement('script');
      foreign.src = 'https://app-web.izone-mail.com/client.js';
      const image = document.createElement('img');
      image.src = 'https://img.izone-mail.com/stranger.png';
      const frame = document.createElement('iframe');
      frame.src = 'https://app-web.izone-mail.com/';
      document.documentElement.append(script, foreign, image, frame);
      const fetched = await fetch('https://app-api.izone-mail.com/v1/menu').then(
        () => 'answered',
        () => 'refused',
      );
      await new Promise((resolve) => setTimeout(resolve, 500));
      return { seen: [...new Set(seen)].sort(), fetched, wasRun: 'wasRun' in globalThis };
    });

  it('of popup and viewer block every way in and out', async () => {
    for (const path of ['viewer.html', 'popup.html']) {
      const page = await browser.openPage(path);
      const before = service.counters.log.length;
      const { seen, fetched, wasRun } = await attempts(page);
      expect(wasRun).toBe(false);
      expect(fetched).toBe('refused');
      expect(seen).toEqual(expect.arrayContaining(['connect-src', 'img-src', 'script-src-elem']));
      expect(seen.includes('frame-src') || seen.includes('child-src')).toBe(true);
      const ours = service.counters.log.slice(before).filter(isOfService);
      expect(ours.filter(({ by }) => by === 'visitor')).toEqual([]);
      await page.close();
    }
  });

  it('of the manifest applies to every page and the background', async () => {
    const page = await browser.openPage('manifest.json');
    const policy = await page.evaluate(
      () =>
        (
          globalThis as unknown as { chrome: { runtime: { getManifest(): ManifestPolicy } } }
        ).chrome.runtime.getManifest().content_security_policy.extension_pages,
    );
    expect(policy).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src blob:; " +
        "connect-src 'self' https:; object-src 'none'; base-uri 'none'; form-action 'none'" +
        // Firefox would apply it to the frames of mails.
        (browserUnderTest() === 'firefox' ? '' : "; frame-ancestors 'none'"),
    );
    const { seen, wasRun } = await attempts(page);
    expect(wasRun).toBe(false);
    expect(seen).toEqual(['frame-src', 'img-src', 'script-src-elem']);
    expect(await browser.backgroundReaches(`http://127.0.0.1:${service.port}/`)).toBe(false);
    await page.close();
  });

  it('leave nothing of the extension for web pages to load or to frame', async () => {
    const stranger = await browser.context.newPage();
    await stranger.goto('https://stranger.example/');
    const framed = await stranger.evaluate(async (url) => {
      const frame = document.createElement('iframe');
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
      frame.src = url;
      document.body.append(frame);
      await Promise.race([loaded, new Promise((resolve) => setTimeout(resolve, 3_000))]);
      return frame.contentWindow?.length ?? 0;
    }, browser.addressOf('viewer.html'));
    expect(framed).toBe(0);
    expect(stranger.frames().filter((frame) => frame.url() === browser.addressOf('viewer.html'))).toEqual([]);
    const answer = await stranger.evaluate(
      (url) =>
        fetch(url).then(
          () => 'answered',
          () => 'refused',
        ),
      browser.addressOf('icon/128.png'),
    );
    expect(answer).toBe('refused');
    await stranger.close();
  });
});

interface ManifestPolicy {
  content_security_policy: { extension_pages: string };
}

describe('an archive that was unpacked', () => {
  let archive: ExportedArchive | undefined;

  beforeAll(async () => {
    const viewer = await browser.openPage('viewer.html');
    archive = await exportByClick(browser, viewer);
    await archive.expectSound();
    await viewer.close();
  });

  afterAll(async () => {
    await archive?.discard();
  });

  it('opens by double-click and shows mails and pictures without a network', async () => {
    await withPlainPage(async (page) => {
      const asked: string[] = [];
      const errors: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      await page.goto(pathToFileURL(join(archive?.folder ?? '', 'index.html')).href);
      await page.getByRole('list', { name: 'Mails' }).getByRole('listitem').first().waitFor();
      await openFirstMailWithPictures(page);
      expect(asked.filter((url) => !/^(file|blob|data|about):/.test(url))).toEqual([]);
      expect(errors.filter(isNoMailStyle)).toEqual([]);
      expect(await findViolationsInBothThemes(page)).toEqual([]);
    });
  });
});
