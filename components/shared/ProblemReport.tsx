import { useId } from 'preact/hooks';
import { Icon } from './Icon.tsx';
import type { MessageKey, Translate } from './translate.ts';
import type { ProblemReportState } from './use-problem-report.ts';

const sentences: Partial<Record<ProblemReportState['phase'], MessageKey>> = {
  gathering: 'reportGathering',
  copied: 'reportCopied',
  'not-copied': 'reportNotCopied',
  failed: 'reportFailed',
};

/** The whole text that the user may copy, shown before it leaves the device. */
export function ProblemReport({ report, t }: { report: ProblemReportState; t: Translate }) {
  const textId = useId();
  const sentence = sentences[report.phase];
  return (
    <div class="report">
      <p id={textId}>{t('reportText')}</p>
      {report.text !== undefined && (
        <pre class="report-words" lang="en" dir="ltr" tabIndex={0} role="group" aria-labelledby={textId}>
          {report.text}
        </pre>
      )}
      <p class="report-status" role="status">
        {report.phase === 'copied' && <Icon name="check" />}
        {sentence !== undefined && <span>{t(sentence)}</span>}
      </p>
    </div>
  );
}
