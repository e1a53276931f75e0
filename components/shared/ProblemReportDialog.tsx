import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { ProblemReport } from './ProblemReport.tsx';
import type { Translate } from './translate.ts';
import { useProblemReport } from './use-problem-report.ts';

interface ProblemReportDialogProps {
  readReport(): Promise<string>;
  onClose(): void;
  t: Translate;
}

/** Shows the problem report over the page and copies it only on request. */
export function ProblemReportDialog({ readReport, onClose, t }: ProblemReportDialogProps) {
  const report = useProblemReport(readReport);
  return (
    <Dialog
      title={t('reportTitle')}
      onClose={onClose}
      buttons={
        <>
          <Button onClick={onClose}>{t('sharedClose')}</Button>
          <Button kind="primary" disabled={report.text === undefined} onClick={report.copy}>
            {t('reportCopy')}
          </Button>
        </>
      }
    >
      <ProblemReport report={report} t={t} />
    </Dialog>
  );
}
