import { Fragment } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { AccountKey } from '../../../lib/mail/mail.ts';
import type { Gap, MailboxReport, ReportLine, SenderReport } from '../../../lib/mail/report.ts';
import type { Formats } from '../../shared/format.ts';
import { Button } from '../../shared/Button.tsx';
import { Icon } from '../../shared/Icon.tsx';
import type { MessageKey, Translate } from '../../shared/translate.ts';
import { mailboxName } from '../shared/mailbox-name.ts';

interface MailboxCardProps {
  box: MailboxReport;
  /** Absent where no service can be asked. */
  askAgain?(mailbox: AccountKey): void;
  t: Translate;
  formats: Formats;
}

/** One mailbox: its counts, what is missing and why, and its senders. */
export function MailboxCard({ box, askAgain, t, formats }: MailboxCardProps) {
  const [hasAsked, setHasAsked] = useState(false);
  const lostId = useId();
  const { missing, files } = box;
  const lost = Object.values(missing).reduce((sum, count) => sum + count, 0) + missingFiles(box);
  const counts: [MessageKey, number, isAlways?: true][] = [
    ['mailReportListed', box.listed, true],
    ['mailReportSaved', box.saved, true],
    ['mailReportWithdrawn', box.withdrawn],
    ['mailReportMailsWaiting', missing.waiting],
    ['mailReportMailsDamaged', missing.damaged],
    ['mailReportMailsGone', missing.gone],
    ['mailReportMailsErrorPages', missing.errorPages],
    ['mailReportFilesSaved', files.saved, true],
    ['mailReportFilesWaiting', files.waiting],
    ['mailReportFilesDamaged', files.damaged],
    ['mailReportFilesGone', files.gone],
    ['mailReportFilesErrorPages', files.errorPages],
  ];
  return (
    <section class="card report-card">
      <h3>{mailboxName(box, { [box.service]: box.serviceName }, t)}</h3>
      <p class="report-verdict" data-complete={lost === 0}>
        <Icon name={lost === 0 ? 'check' : 'warning'} />
        <span id={lostId}>
          {lost === 0 ? t('mailReportComplete') : t('mailReportIncomplete', { count: lost })}
        </span>
      </p>
      {lost > 0 && askAgain && (
        <div class="card-buttons no-print">
          <Button
            aria-describedby={lostId}
            onClick={() => {
              setHasAsked(true);
              askAgain({ service: box.service, account: box.account });
            }}
          >
            {t('popupAskAgain')}
          </Button>
          {hasAsked && <span role="status">{t('mailReportAsked')}</span>}
        </div>
      )}
      <dl class="counts">
        {counts
          .filter(([, count, isAlways]) => isAlways || count > 0)
          .map(([key, count]) => (
            <div key={key}>
              <dt>{t(key)}</dt>
              <dd>
                {formats.number(count)}
                {key === 'mailReportFilesSaved' && ` (${formats.bytes(files.sizeBytes)})`}
              </dd>
            </div>
          ))}
        {box.firstAt !== undefined && (
          <div>
            <dt>{t('mailReportPeriod')}</dt>
            <dd class="report-period">{period(box, t, formats)}</dd>
          </div>
        )}
        <div>
          <dt>{t('mailReportGaps')}</dt>
          <dd>
            <Gaps gaps={box.gaps} t={t} />
          </dd>
        </div>
      </dl>
      {box.senders.length > 0 && (
        <div class="report-table" tabIndex={0} role="region" aria-label={t('mailReportSenders')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('mailReportSender')}</th>
                <th scope="col">{t('mailReportColumnMails')}</th>
                <th scope="col">{t('mailReportColumnFiles')}</th>
                <th scope="col">{t('mailReportColumnMissing')}</th>
                <th scope="col">{t('mailReportPeriod')}</th>
                <th scope="col">{t('mailReportGaps')}</th>
              </tr>
            </thead>
            <tbody>
              {box.senders.map((sender) => (
                <SenderRow key={sender.id} sender={sender} t={t} formats={formats} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function SenderRow({ sender, t, formats }: { sender: SenderReport; t: Translate; formats: Formats }) {
  return (
    <tr>
      <th scope="row">
        <bdi>{sender.name || sender.id}</bdi>
      </th>
      <td>{formats.number(sender.saved)}</td>
      <td>{formats.number(sender.files.saved)}</td>
      <td>{formats.number(missingFiles(sender))}</td>
      <td>{period(sender, t, formats)}</td>
      <td>
        <Gaps gaps={sender.gaps} t={t} />
      </td>
    </tr>
  );
}

function missingFiles({ files }: ReportLine): number {
  return files.waiting + files.damaged + files.gone + files.errorPages;
}

function period({ firstAt, lastAt }: ReportLine, t: Translate, formats: Formats): string {
  if (firstAt === undefined || lastAt === undefined) return t('mailReportNone');
  return t('importPlanPeriod', { first: formats.dayKey(firstAt), last: formats.dayKey(lastAt) });
}

function Gaps({ gaps, t }: { gaps: readonly Gap[]; t: Translate }) {
  if (gaps.length === 0) return <>{t('mailReportNone')}</>;
  return (
    <>
      {gaps.map(({ first, last }, at) => (
        <Fragment key={first}>
          {at > 0 && ', '}
          <span class="report-period">{first === last ? first : t('importPlanPeriod', { first, last })}</span>
        </Fragment>
      ))}
    </>
  );
}
