import type { Progress } from '../../lib/backup/ports.ts';
import type { Formats } from '../shared/format.ts';
import type { Translate } from '../shared/translate.ts';

/** A run's progress in words and as a share of the whole. */
export interface ProgressDescription {
  /** How full the bar is, 0 to 1; absent while the total is not known. */
  share?: number;
  /** How far its stage is: `1,200 of 8,000 mails`. */
  counts: string;
  /** Bytes, rate and time left, each a few words. */
  facts: string[];
  /** Why the service is asked for less than the pace allows; absent while it is not. */
  pace?: string;
}

function timeLeft(ms: number, t: Translate): string {
  const minutes = Math.round(ms / 60_000);
  if (ms < 60_000) return t('popupLessThanMinute');
  return minutes < 60
    ? t('popupMinutesLeft', { count: minutes })
    : t('popupHoursLeft', { count: Math.round(minutes / 60) });
}

/** What is saved, and of how much when that is known. */
function saySize({ counts, sizeExpectedBytes = 0 }: Progress, t: Translate, formats: Formats): string {
  const saved = formats.bytes(counts.sizeBytes);
  // The first files do not tell much, and at the end both are the same.
  if (sizeExpectedBytes < 1.02 * counts.sizeBytes) return saved;
  return t('popupSizeOf', { size: saved, all: formats.bytes(roughly(sizeExpectedBytes)) });
}

/** Two digits: more would pretend to know, and never stand still. */
const roughly = (bytes: number): number => Number(bytes.toPrecision(2));

/** What a person wants to know of a run. `isMoving`: rate and time left mean something now. */
export function describeProgress(
  progress: Progress,
  isMoving: boolean,
  t: Translate,
  formats: Formats,
): ProgressDescription {
  const { stage, counts, isTotalKnown, bytesPerSecond, msLeft } = progress;
  const isMails = stage === 'listing' || stage === 'mails';
  const done = isMails ? counts.mailsSaved + counts.mailsFailed : counts.assetsSaved + counts.assetsFailed;
  const total = isMails ? counts.mailsListed : done + counts.assetsWanted;
  const facts: string[] = [];
  if (counts.sizeBytes > 0) facts.push(saySize(progress, t, formats));
  if (isMoving && Math.round(bytesPerSecond) > 0)
    facts.push(t('popupRate', { size: formats.bytes(bytesPerSecond) }));
  if (isMoving && msLeft !== undefined) facts.push(timeLeft(msLeft, t));
  const pace = isMoving && progress.pace?.isSlowed ? t('popupPaceSlowed') : undefined;
  const told = { facts, ...(pace === undefined ? {} : { pace }) };
  if (!isTotalKnown && isMails) {
    return { counts: t('popupMailsSoFar', { count: counts.mailsSaved }), ...told };
  }
  return {
    ...(progress.share === undefined ? {} : { share: progress.share }),
    counts: isMails
      ? t('popupMailsOf', { done: Math.min(counts.mailsSaved, total), count: total })
      : t('popupPicturesOf', { done: Math.min(counts.assetsSaved, total), count: total }),
    ...told,
  };
}
