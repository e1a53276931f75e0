import type { Overview, Settings } from '../../messages.ts';
import type { Ending } from './find-endings.ts';
import { showNotice } from './notices.ts';
import { readSettings } from './settings.ts';

/** The words of a notification in the language of the settings; undefined: there is nothing to say. */
export type DescribeEnding = (
  ending: Ending,
  overview: Overview,
  language: Settings['language'],
) => Promise<{ title: string; message: string } | undefined>;

/** Notifies of what ended, where the user chose so. */
export async function notifyEndings(
  endings: readonly Ending[],
  overview: Overview,
  describe: DescribeEnding,
): Promise<void> {
  if (endings.length === 0) return;
  const { notifyWhenDone, language } = await readSettings();
  if (!notifyWhenDone) return;
  for (const ending of endings) {
    const words = await describe(ending, overview, language);
    if (words) await showNotice(ending.who, words);
  }
}
