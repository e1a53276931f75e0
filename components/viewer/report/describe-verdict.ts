import type { CheckMode, CheckRecord } from '../../../lib/import/check.ts';
import type { MessageKey, Translate } from '../../shared/translate.ts';

/** A quick check tests that files are there; only a full one compares their bytes. */
const goodKeys: Record<CheckMode, MessageKey> = { quick: 'checkGoodQuick', full: 'checkGood' };

/** The result of a check; it claims nothing about what was not checked. */
export function describeVerdict(
  { findings, moreFindings, mode, state }: Pick<CheckRecord, 'findings' | 'moreFindings' | 'mode' | 'state'>,
  t: Translate,
): string {
  const count = findings.length + moreFindings;
  const found = count > 0 ? t('checkBad', { count }) : state === 'done' ? t(goodKeys[mode]) : '';
  return [found, state === 'done' ? '' : t('checkStopped')].filter((words) => words !== '').join(' ');
}
