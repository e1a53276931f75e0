import { useEffect, useMemo, useState } from 'preact/hooks';
import { buildReport, type MailboxFacts, type MailboxReport } from '../../../lib/mail/report.ts';
import { reportCsv, reportJson } from '../../../lib/mail/report-csv.ts';
import { Button } from '../../shared/Button.tsx';
import { EmptyState } from '../../shared/EmptyState.tsx';
import type { PageProps } from '../page-props.ts';
import { useTitle } from '../shared/use-title.ts';
import { CheckCard } from './CheckCard.tsx';
import { MailboxCard } from './MailboxCard.tsx';
import type { ReportActions } from './report-actions.ts';
import { saveText } from './save-text.ts';

interface ReportPageProps extends PageProps {
  reporting: ReportActions;
}

/** The report on completeness, to be read, printed and saved, with a check of the stored data. */
export function ReportPage({ reporting, mails, t, formats }: ReportPageProps) {
  useTitle(t('viewerReport'), t);
  const [facts, setFacts] = useState<MailboxFacts[] | 'failed'>();
  const [readAt, setReadAt] = useState('');
  const { readMailboxFacts } = reporting;
  const { rows, version } = mails;
  useEffect(() => {
    let isCurrent = true;
    void readMailboxFacts().then(
      (found) => {
        if (!isCurrent) return;
        setFacts(found);
        setReadAt(new Date().toISOString());
      },
      () => isCurrent && setFacts('failed'),
    );
    return () => {
      isCurrent = false;
    };
  }, [readMailboxFacts, version]);
  const report = useMemo((): MailboxReport[] => {
    if (facts === undefined || facts === 'failed') return [];
    return buildReport(facts, rows).filter(({ saved, listed }) => saved > 0 || listed > 0);
  }, [facts, rows]);
  return (
    <main class="settings-page report-page">
      <div class="settings-column report-column">
        <h2 class="settings-title">{t('viewerReport')}</h2>
        {facts === 'failed' && <p role="alert">{t('mailReportFailed')}</p>}
        {Array.isArray(facts) && report.length === 0 && (
          <EmptyState icon="mail" title={t('mailReportEmptyTitle')} text={t('mailReportEmptyText')} />
        )}
        {report.length > 0 && (
          <>
            <p class="quiet">{t('mailReportIntro', { time: formats.ownMoment(readAt) })}</p>
            <div class="card-buttons no-print">
              <Button onClick={() => print()}>{t('mailReportPrint')}</Button>
              <Button onClick={() => saveText(reportCsv(report), 'text/csv', 'mail-ark-report.csv')}>
                {t('mailReportCsv')}
              </Button>
              <Button
                onClick={() => saveText(reportJson(report), 'application/json', 'mail-ark-report.json')}
              >
                {t('mailReportJson')}
              </Button>
            </div>
          </>
        )}
        {report.map((box) => (
          <MailboxCard
            key={`${box.service}/${box.account}`}
            box={box}
            {...(reporting.services.includes(box.service) ? { askAgain: reporting.askAgain } : {})}
            t={t}
            formats={formats}
          />
        ))}
        <CheckCard reporting={reporting} version={version} t={t} formats={formats} />
      </div>
    </main>
  );
}
