import type { Progress } from '../../lib/backup/reached.ts';
import type { Formats } from '../shared/format.ts';
import type { Translate } from '../shared/translate.ts';

/** A run's progress in words and as a share of the whole. */
export interface ProgressDescription {
  /** How full the bar is, 0 to 1; absent while the total is unknown. */
  share?: number;
  /** The progress of the current stage: `1,200 of 8,000 mails`. */
  counts: string;
  /** Bytes, rate and time left, each a few words. */
  facts: string[];
  /** Why requests are slower than the chosen pace allows; absent while they are not. */
  pace?: string;
}

function timeLeft(ms: number, t: Translate): string {
  const minutes = Math.round(ms / 60_000);
  if (ms < 60_000) return t('popupLessThanMinute');
  return minutes < 60
    ? t('popupMinutesLeft', { count: minutes })
    : t('popupHoursLeft', { count: Math.round(minutes / 60) });
}

/** The saved size, and the expected total when it is known. */
function saySize({ counts, sizeExpectedBytes = 0 }: Progress, t: Translate, formats: Formats): string {
  const saved = formats.bytes(counts.sizeBytes);
  // The first files say little about the total, and at the end both sizes are the same.
  if (sizeExpectedBytes < 1.02 * counts.sizeBytes) return saved;
  return t('popupSizeOf', { size: saved, all: formats.bytes(roughly(sizeExpectedBytes)) });
}

/** Two digits: more would suggest a precision that is not there, and would change all the time. */
const roughly = (bytes: number): number => Number(bytes.toPrecision(2));

/** Describes a run's progress. `isMoving`: whether rate and time left are meaningful now. */
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
  const common = { facts, ...(pace === undefined ? {} : { pace }) };
  if (!isTotalKnown && isMails) {
    return { counts: t('popupMailsSoFar', { count: counts.mailsSaved }), ...common };
  }
  return {
    ...(progress.share === undefined ? {} : { share: progress.share }),
    counts: isMails
      ? t('popupMailsOf', { done: Math.min(counts.mailsSaved, total), count: total })
      : t('popupPicturesOf', { done: Math.min(counts.assetsSaved, total), count: total }),
    ...common,
  };
}
