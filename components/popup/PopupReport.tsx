import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Button } from '../shared/Button.tsx';
import { ProblemReport } from '../shared/ProblemReport.tsx';
import type { Translate } from '../shared/translate.ts';
import { useProblemReport } from '../shared/use-problem-report.ts';

interface PopupReportProps {
  readReport(): Promise<string>;
  t: Translate;
}

/** The link to a problem report. Once pressed, the report takes its place, to be read and copied. */
export function PopupReport({ readReport, t }: PopupReportProps) {
  const [isOpen, setIsOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setIsOpen(false);
    requestAnimationFrame(() => opener.current?.focus());
  };
  if (isOpen) return <OpenReport readReport={readReport} onClose={close} t={t} />;
  return (
    <p class="popup-report">
      <button type="button" class="link-button" ref={opener} onClick={() => setIsOpen(true)}>
        {t('reportOpen')}
      </button>
    </p>
  );
}

/** Part of the page, because a popup is too small for a dialog. */
function OpenReport({ readReport, onClose, t }: PopupReportProps & { onClose(): void }) {
  const report = useProblemReport(readReport);
  const panel = useRef<HTMLDivElement>(null);
  const titleId = useId();
  useEffect(() => panel.current?.focus(), []);
  return (
    <div
      class="popup-report-open"
      role="group"
      tabIndex={-1}
      ref={panel}
      aria-labelledby={titleId}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={titleId}>{t('reportTitle')}</h2>
      <ProblemReport report={report} t={t} />
      <div class="service-actions">
        <Button kind="primary" disabled={report.text === undefined} onClick={report.copy}>
          {t('reportCopy')}
        </Button>
        <Button kind="quiet" onClick={onClose}>
          {t('sharedClose')}
        </Button>
      </div>
    </div>
  );
}
