import { useState } from 'preact/hooks';
import { Button } from '../../shared/Button.tsx';
import { ProblemReportDialog } from '../../shared/ProblemReportDialog.tsx';
import type { Translate } from '../../shared/translate.ts';

/** The button that opens a problem report, which contains nothing personal. */
export function ReportSettings({ readReport, t }: { readReport(): Promise<string>; t: Translate }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <section class="card" aria-labelledby="settings-report">
      <h3 id="settings-report">{t('reportTitle')}</h3>
      <p class="quiet">{t('reportLead')}</p>
      <Button onClick={() => setIsOpen(true)}>{t('reportOpen')}</Button>
      {isOpen && <ProblemReportDialog readReport={readReport} onClose={() => setIsOpen(false)} t={t} />}
    </section>
  );
}
