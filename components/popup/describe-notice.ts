import type { Overview } from '../../lib/messages.ts';
import { createFormats } from '../shared/format.ts';
import type { MessageKey, Translate } from '../shared/translate.ts';
import { describeExport } from './describe-export.ts';
import { describeState } from './describe-state.ts';

const titles = {
  backup: { done: 'noticeBackupDone', failed: 'noticeBackupFailed', waits: 'noticeBackupWaits' },
  export: { done: 'noticeExportDone', failed: 'noticeExportFailed', waits: 'noticeExportFailed' },
} as const satisfies Record<string, Record<string, MessageKey>>;

/** What a notification says of an ending. */
export interface NoticeWords {
  title: string;
  message: string;
}

/**
 * The end of something long in words: `who` is `service 1`, by its place in the overview, or `export`. Undefined when
 * the overview knows no such thing.
 */
export function describeNotice(
  { who, kind }: { who: string; kind: 'done' | 'failed' | 'waits' },
  overview: Overview,
  t: Translate,
  now: number,
): NoticeWords | undefined {
  if (who === 'export') {
    const told = describeExport(overview.export, t, createFormats(t.language));
    return told && { title: t(titles.export[kind]), message: told.sentence };
  }
  const place = /^service (\d+)$/.exec(who)?.[1];
  const service = overview.services[Number(place) - 1];
  if (!service) return undefined;
  const { sentence } = describeState(service, t, now);
  return {
    title: t(titles.backup[kind]),
    message: t('popupStatus', { service: service.name, sentence }),
  };
}
