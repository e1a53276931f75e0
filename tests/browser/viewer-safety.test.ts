import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { payloads } from './payloads.ts';
import { startViewerBrowser } from './viewer-page.ts';
import type { ViewerBrowser } from './viewer-page.ts';

let browser: ViewerBrowser;
let page: Page;
let ran: string[] = [];

beforeAll(async () => {
  browser = await startViewerBrowser();
  await browser.context.exposeFunction('hit', (what: string) => ran.push(what));
  page = await openPage();
});

afterAll(() => browser.close());

beforeEach(() => {
  ran = [];
  browser.strangers.length = 0;
});

async function openPage(): Promise<Page> {
  const opened = await browser.open('?mails=1#/mails/letters/a1b2/m10000');
  opened.on('dialog', (dialog) => {
    ran.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return opened;
}

/** Shows a body, clicks everything in it, and waits for an effect. */
async function show(html: string, isSanitized: boolean): Promise<void> {
  await page.evaluate(([body, safe]) => window.showBody(body, safe), [html, isSanitized] as const);
  await page.waitForSelector('.mail-frame[data-loaded="true"]', { state: 'attached' });
  await page.evaluate(() => {
    const inside = document.querySelector<HTMLIFrameElement>('.mail-frame')?.contentDocument;
    inside?.querySelectorAll<HTMLElement>('a, area, button, input, summary, [onclick]').forEach((target) => {
      // Elements of SVG and MathML have no `click` method.
      target.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    });
  });
  await new Promise((resolve) => setTimeout(resolve, 60));
}

async function whatHappened(): Promise<object> {
  const others = browser.context.pages().filter((each) => each !== page && each.url() !== 'about:blank');
  for (const other of others) await other.close();
  return {
    ran: [...ran],
    requests: [...browser.strangers],
    windows: others.length,
    address: new URL(page.url()).pathname,
    frames: page
      .frames()
      .map((frame) => frame.url())
      .filter((url) => url.includes('stranger') || url.startsWith('data:')),
  };
}

const nothing = { ran: [], requests: [], windows: 0, address: '/viewer/', frames: [] };

describe('the trap of these tests', () => {
  it('detects a script and a request', async () => {
    const open = await browser.context.newPage();
    await open.setContent('<img src="x:y" onerror="hit(\'script\')"><img src="http://stranger.test/i.png">');
    await expect.poll(() => ran).toEqual(['script']);
    await expect.poll(() => browser.strangers).toContain('stranger.test/i.png');
    await open.close();
  });
});

describe('a hostile mail in the reader', () => {
  for (const [name, html] of Object.entries(payloads)) {
    it(`does nothing with ${name}`, async () => {
      await show(html, true);
      expect(await whatHappened()).toEqual(nothing);
    });
  }
});

describe('a hostile mail without the sanitiser, by policy and sandbox alone', () => {
  for (const [name, html] of Object.entries(payloads)) {
    it(`does nothing with ${name}`, async () => {
      await show(html, false);
      expect(await whatHappened()).toEqual(nothing);
    });
  }
});

describe('the sanitiser', () => {
  const allowed = /^(?:alt|colspan|dir|lang|rowspan|start|title|src|data-asset|data-style|data-link)$/;

  it('leaves no address, no handler and no unknown attribute of any payload', async () => {
    const left = await page.evaluate((bodies) => {
      const parser = new DOMParser();
      return bodies.flatMap((body) => {
        const { html } = window.sanitize(body);
        return [...parser.parseFromString(html, 'text/html').querySelectorAll('body *')].flatMap((element) =>
          [...element.attributes].map(({ name, value }) => `${name}=${name === 'src' ? value : ''}`),
        );
      });
    }, Object.values(payloads));
    const foreign = left.filter((line) => {
      const [name = '', ...value] = line.split('=');
      return !allowed.test(name) || (name === 'src' && !value.join('=').startsWith('data:image/gif;base64,'));
    });
    expect(foreign).toEqual([]);
  });

  const clean = (html: string) => page.evaluate((body) => window.sanitize(body), html);

  it('gives a picture the key of its asset and drops its address', async () => {
    expect(await clean('<p>a</p><img src="https://known.test/1.jpg" alt="sea">')).toEqual({
      html: '<p>a</p><img alt="sea" data-asset="key of https://known.test/1.jpg">',
      styles: [],
      assetKeys: ['key of https://known.test/1.jpg'],
    });
  });

  it('finds the asset of a picture in data-src or srcset', async () => {
    const { assetKeys } = await clean(
      '<img src="data:image/gif;base64,AAAA" data-src="https://known.test/2.jpg"><img srcset="https://known.test/3.jpg 2x">',
    );
    expect(assetKeys).toEqual(['key of https://known.test/2.jpg', 'key of https://known.test/3.jpg']);
  });

  it.each(['srcset', 'data-srcset'])('finds the asset of an address with a comma in %s', async (name) => {
    const { assetKeys } = await clean(
      `<img ${name}="https://known.test/a,b.jpg 1x,https://else.test/c.jpg 2x">`,
    );
    expect(assetKeys).toEqual(['key of https://known.test/a,b.jpg']);
  });

  it('keeps a picture that is embedded in the mail', async () => {
    const html = '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">';
    expect((await clean(html)).html).toBe(html);
  });

  it('replaces a picture that is not saved by its alternative text', async () => {
    expect((await clean('a<img src="https://else.test/1.png" alt=" ♡ ">b')).html).toBe('a♡b');
  });

  it('turns a link into text followed by the address', async () => {
    expect((await clean('<a href="https://else.test/x">my page</a>')).html).toBe(
      '<span data-link="">my page<small> (https://else.test/x)</small></span>',
    );
  });

  it('shows an address once where it is the text of the link', async () => {
    expect((await clean('<a href="https://else.test/">else.test</a>')).html).toBe(
      '<span data-link="">else.test</span>',
    );
  });

  it('keeps the harmless half of a style and returns it separately', async () => {
    expect(
      await clean(
        '<p style="color:#e75480;background:url(https://else.test/);position:fixed;text-align:center">x</p>',
      ),
    ).toEqual({
      html: '<p data-style="s0">x</p>',
      styles: [
        { element: 0, property: 'color', value: 'rgb(231, 84, 128)' },
        { element: 0, property: 'text-align', value: 'center' },
      ],
      assetKeys: [],
    });
  });

  it('understands the old ways to colour and to centre', async () => {
    const { styles } = await clean('<center><font color="red">x</font></center>');
    expect(styles).toEqual([
      { element: 0, property: 'text-align', value: 'center' },
      { element: 1, property: 'color', value: 'red' },
    ]);
  });

  it('keeps the text of a document nested in a mail', async () => {
    expect(
      (await clean('<div id="mail-detail"><html><head></head><body>안녕<br>하세요</body></html></div>')).html,
    ).toBe('<div>안녕<br>하세요</div>');
  });

  it('changes nothing in a sanitised mail', async () => {
    for (const html of Object.values(payloads)) {
      const once = (await clean(html)).html.replaceAll(/ data-(?:style|asset|link)="[^"]*"/g, '');
      expect((await clean(once)).html).toBe(once);
    }
  });
});
