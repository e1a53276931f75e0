import type { ExportsOverview } from '../../lib/messages.ts';
import { sayWhen } from './say-when.ts';
import type { Translate } from './translate.ts';

/** When the last export was, and how many mails are in no ZIP; undefined when there is nothing to show. */
export function describeExports(
  exports: ExportsOverview | undefined,
  t: Translate,
  now: number,
): string | undefined {
  if (!exports) return undefined;
  const { lastAt, mailsWaiting } = exports;
  const waiting = mailsWaiting > 0 ? t('exportsWaiting', { count: mailsWaiting }) : undefined;
  if (lastAt === undefined) return waiting;
  const last = t('exportsLast', { when: sayWhen(lastAt, t.language, now) });
  return t('exportsSentences', { first: last, second: waiting ?? t('exportsAllIn') });
}
