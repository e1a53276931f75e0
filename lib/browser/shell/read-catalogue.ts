import { browser } from 'wxt/browser';

/** One language's sentences, read when they are needed: the background starts too often to carry them all. */
export async function readCatalogue(
  language: 'en' | 'ko' | 'ja',
): Promise<Record<string, { message: string }>> {
  const answer = await fetch(browser.runtime.getURL(`/_locales/${language}/messages.json`));
  return (await answer.json()) as Record<string, { message: string }>;
}
