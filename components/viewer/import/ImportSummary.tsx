import { useEffect, useRef } from 'preact/hooks';
import type { ImportRecord, ImportReport } from '../../../lib/import/report.ts';
import { Button } from '../../shared/Button.tsx';
import { errorKey } from '../../shared/error-key.ts';
import type { Formats } from '../../shared/format.ts';
import type { MessageKey, Translate } from '../../shared/translate.ts';
import { routeHref } from '../route.ts';
import type { ImportActions } from './import-actions.ts';

interface ImportSummaryProps {
  record: ImportRecord;
  importing: ImportActions;
  t: Translate;
  formats: Formats;
}

/** The result of an import. Its heading receives the focus, so that assistive technology reads it. */
export function ImportSummary({ record, importing, t, formats }: ImportSummaryProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section class="card">
      <h3 tabIndex={-1} ref={heading}>
        {t(record.state === 'stopped' ? 'importStoppedTitle' : 'importDoneTitle')}
      </h3>
      <p class="file-names">{record.names.join(', ')}</p>
      {record.state === 'stopped' && <p>{t('importStoppedText')}</p>}
      <ReportRows report={record.report} t={t} formats={formats} />
      <DamageList report={record.report} t={t} />
      <div class="card-buttons">
        <a class="button" data-kind="primary" href={routeHref({ page: 'mails' })}>
          {t('importShowMails')}
        </a>
        <Button onClick={importing.forget}>{t('importOther')}</Button>
      </div>
    </section>
  );
}

/** Counts of zero are shown only where their absence would raise a question. */
export function ReportRows({ report, t, formats }: { report: ImportReport; t: Translate; formats: Formats }) {
  const { mails, files } = report;
  const rows: [MessageKey, number][] = [
    ['importMailsAdded', mails.added],
    ['importMailsChanged', mails.changed],
    ['importMailsHeld', mails.held],
    ['importMailsDeleted', mails.deleted],
    ['importFilesAdded', files.added],
    ['importFilesHeld', files.held],
    ['importFilesMissing', files.missing],
    ['importFilesDamaged', files.damaged],
  ];
  return (
    <dl class="counts">
      {rows
        .filter(([key, count]) => count > 0 || key === 'importMailsAdded' || key === 'importFilesAdded')
        .map(([key, count]) => (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd>{formats.number(count)}</dd>
          </div>
        ))}
    </dl>
  );
}

/** The files that were left out, by name, each with the reason. */
export function DamageList({ report, t }: { report: ImportReport; t: Translate }) {
  if (report.damaged.length === 0) return null;
  return (
    <>
      <h4>{t('importDamagedTitle')}</h4>
      <ul class="problems damage-list">
        {report.damaged.map(({ name, code }, at) => (
          <li key={`${at}-${name}`}>
            <span>{name}</span>
            <span class="quiet">{t(errorKey(code))}</span>
          </li>
        ))}
      </ul>
      {report.moreDamaged > 0 && <p class="quiet">{t('importMoreDamaged', { count: report.moreDamaged })}</p>}
    </>
  );
}
