import type { ExportState, Overview } from '../../lib/messages.ts';
import { errorKey } from '../shared/error-key.ts';
import type { Formats } from '../shared/format.ts';
import type { Translate } from '../shared/translate.ts';
import { describeState, findActiveService } from './describe-state.ts';
import { mailboxTitle } from './mailbox-title.ts';

/** An export's state in words. */
export interface ExportDescription {
  sentence: string;
  /** The file's name, or the progress. */
  detail?: string;
  /** Percent, while packing. */
  percent?: number;
  isBusy: boolean;
  isTrouble: boolean;
}

/** Describes the export at the foot of the popup; undefined when there is nothing to show. */
export function describeExport(
  state: ExportState,
  t: Translate,
  formats: Formats,
): ExportDescription | undefined {
  switch (state.phase) {
    case 'idle':
      return undefined;
    case 'packing':
      return {
        sentence: t('popupExportPacking'),
        detail: t('popupExportFilesOf', { done: state.done, count: state.total }),
        percent: state.total === 0 ? 0 : Math.min(100, Math.floor((state.done / state.total) * 100)),
        isBusy: true,
        isTrouble: false,
      };
    case 'saving':
      return { sentence: t('popupExportSaving'), percent: 100, isBusy: true, isTrouble: false };
    case 'done':
      return {
        sentence: t('popupExportDone', { count: state.mails, size: formats.bytes(state.sizeBytes) }),
        detail: state.fileName,
        isBusy: false,
        isTrouble: false,
      };
    case 'failed':
      return { sentence: t(errorKey(state.code)), isBusy: false, isTrouble: true };
  }
}

/**
 * The text of the status region, which assistive technology reads whenever it changes. It names stages and never
 * running counts, which would be announced without end: first the active service, or else the one that needs attention
 * most, then the export.
 */
export function sayStatus(overview: Overview, t: Translate, formats: Formats, now: number): string {
  const { services } = overview;
  const urgent = ['running', 'resting', 'failed', 'paused', 'done'] as const;
  const shown =
    findActiveService(services) ??
    urgent
      .map((phase) => services.find(({ state }) => state.phase === phase))
      .find((service) => service !== undefined) ??
    services[0];
  const parts: string[] = [];
  if (overview.storeProblem) parts.push(t(errorKey(overview.storeProblem)));
  if (shown)
    parts.push(
      t('popupStatus', { service: mailboxTitle(shown, t), sentence: describeState(shown, t, now).sentence }),
    );
  const exported = describeExport(overview.export, t, formats);
  if (exported) parts.push(exported.sentence);
  return parts.join(' · ');
}
