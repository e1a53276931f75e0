import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { ExpectedMail } from '../service/expected.ts';

/** What the frame of a mail shows. */
export interface ShownBody {
  /** The text in the mail's frame, white space folded; empty where the frame shows none. */
  words: string;
  /** The pictures in the frame: the asset of each, and whether the browser has decoded it. */
  pictures: { asset: string; isDecoded: boolean }[];
}

/** Reads the frame of the open mail. */
export function readShownBody(page: Page): Promise<ShownBody> {
  return page.evaluate(() => {
    const inside = document.querySelector<HTMLIFrameElement>('article iframe')?.contentDocument;
    return {
      words: (inside?.body?.textContent ?? '').replace(/\s+/g, ' ').trim(),
      pictures: [...(inside?.querySelectorAll<HTMLImageElement>('img[data-asset]') ?? [])].map((image) => ({
        asset: image.dataset['asset'] ?? '',
        isDecoded: image.complete && image.naturalWidth > 0,
      })),
    };
  });
}

/** The text of a mail's page as the service served it, white space folded. */
function wordsOf(page: Page, html: string): Promise<string> {
  return page.evaluate((source) => {
    const { body } = new DOMParser().parseFromString(source, 'text/html');
    for (const unseen of body.querySelectorAll('script, style')) unseen.remove();
    return (body.textContent ?? '').replace(/\s+/g, ' ').trim();
  }, html);
}

/** Waits until the open mail's frame shows its text and all its pictures, decoded and in order. */
export async function expectMailShown(page: Page, mail: ExpectedMail): Promise<void> {
  const article = page.getByRole('article');
  await article.waitFor();
  await expect.poll(() => article.innerText()).toContain(mail.record.subject);
  const expected = mail.pictures.map(({ path }) => ({
    asset: expect.stringMatching(new RegExp(`${path.replace(/[.?]/g, String.raw`\$&`)}$`)) as string,
    isDecoded: true,
  }));
  await expect.poll(async () => (await readShownBody(page)).pictures).toEqual(expected);
  const whole = await wordsOf(page, mail.html);
  const { words } = await readShownBody(page);
  expect(words).not.toBe('');
  expect(whole).toContain(words);
}
