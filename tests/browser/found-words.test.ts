import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startViewerBrowser } from './viewer-page.ts';
import type { ViewerBrowser } from './viewer-page.ts';

let browser: ViewerBrowser;

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 });

beforeAll(async () => {
  browser = await startViewerBrowser();
});

afterAll(() => browser.close());

/** The highlighted texts in the frame of a mail with this body, in order. */
async function markedIn(body: string, query: string): Promise<string[]> {
  const page = await browser.open('?mails=1');
  await page.evaluate(
    ([html, looked]) => {
      window.showBody(html, true);
      location.hash += `?q=${encodeURIComponent(looked)}`;
    },
    [body, query] as const,
  );
  const frame = page.locator('.mail-frame[data-loaded="true"]');
  await frame.waitFor({ state: 'attached' });
  const readMarks = () =>
    frame.evaluate((element) => {
      const view = (element as HTMLIFrameElement).contentWindow as (Window & typeof globalThis) | null;
      const found = view?.CSS.highlights.get('found');
      return found && [...found].map(String);
    });
  await expect.poll(readMarks, { timeout: 60_000 }).toBeDefined();
  const marks = (await readMarks()) ?? [];
  await browser.leave(page);
  return marks;
}

describe('words that were searched for', () => {
  it.each([
    ['inside a text', '<p>오늘은 비가 왔어요</p>', '비가', ['비가']],
    ['across inline elements', '<p>um<b>bre</b><i>ll</i>as</p>', 'umbrella', ['um', 'bre', 'll', 'a']],
    ['across a line break', '<p>비가<br>오는 날</p>', '"비가 오는"', ['비가', '오는']],
    ['across a line break in Japanese', '<p>今日は<br>\n海に行く</p>', '今日は海', ['今日は', '\n海']],
    ['across paragraphs', '<div><p>비가</p>\n<p> 오는 날</p></div>', '"비가 오는"', ['비가', '\n', ' 오는']],
    [
      'around a space that does not break',
      '<p>비가&nbsp;&nbsp;오는</p>',
      '"비가 오는"',
      ['비가\u00a0\u00a0오는'],
    ],
    [
      'with what shows nothing',
      '<p>안&#8203;녕&shy;하세요〜</p>',
      '안녕하세요~',
      ['안\u200b녕\u00ad하세요〜'],
    ],
    [
      'without the address of a link',
      '<p><a href="https://a.test/b">비가</a> 오는</p>',
      '"비가 오는"',
      ['비가', ' 오는'],
    ],
    ['twice in one text', '<p>비 눈 비</p>', '비', ['비', '비']],
  ])('are highlighted %s', async (_, body, query, marks) => {
    expect(await markedIn(body, query)).toEqual(marks);
  });
});
