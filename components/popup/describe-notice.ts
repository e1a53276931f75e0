import { plainNamesOf, type Overview } from '../../lib/messages.ts';
import { createFormats } from '../shared/format.ts';
import type { MessageKey, Translate } from '../shared/translate.ts';
import { describeExport } from './describe-export.ts';
import { describeState } from './describe-state.ts';
import { mailboxTitle } from './mailbox-title.ts';

const titles = {
  backup: { done: 'noticeBackupDone', failed: 'noticeBackupFailed', waits: 'noticeBackupWaits' },
  export: { done: 'noticeExportDone', failed: 'noticeExportFailed', waits: 'noticeExportFailed' },
} as const satisfies Record<string, Record<string, MessageKey>>;

/** The text of a notification. */
export interface NoticeWords {
  title: string;
  message: string;
}

/**
 * Describes the end of a backup or export. `who` is `service 1`, as `plainNamesOf` names a row, or `export`. Undefined
 * when the overview has no such row.
 */
export function describeNotice(
  { who, how }: { who: string; how: 'done' | 'failed' | 'waits' },
  overview: Overview,
  t: Translate,
  now: number,
): NoticeWords | undefined {
  if (who === 'export') {
    const described = describeExport(overview.export, t, createFormats(t.language));
    return described && { title: t(titles.export[how]), message: described.sentence };
  }
  const service = overview.services[plainNamesOf(overview.services).indexOf(who)];
  if (!service) return undefined;
  const { sentence: state, stillWaiting } = describeState(service, t, now);
  const waits = stillWaiting === undefined ? [] : [t('popupStillWaiting', { count: stillWaiting })];
  const sentence = [state, ...waits].join(' ');
  return {
    title: t(titles.backup[how]),
    message: t('popupStatus', { service: mailboxTitle(service, t), sentence }),
  };
}
