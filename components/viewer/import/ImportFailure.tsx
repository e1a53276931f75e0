import type { ImportState } from '../../../lib/import/import-state.ts';
import { Button } from '../../shared/Button.tsx';
import { errorKey } from '../../shared/error-key.ts';
import type { Formats } from '../../shared/format.ts';
import type { Translate } from '../../shared/translate.ts';
import type { ImportActions } from './import-actions.ts';
import { DamageList, ReportRows } from './ImportSummary.tsx';

interface ImportFailureProps {
  state: Extract<ImportState, { phase: 'failed' }>;
  importing: ImportActions;
  t: Translate;
  formats: Formats;
}

/** Why nothing, or only a part, was imported. */
export function ImportFailure({ state, importing, t, formats }: ImportFailureProps) {
  const { code, refused, record } = state;
  return (
    <section class="card" role="alert">
      <h3>{t(record ? 'importHaltedTitle' : 'importFailedTitle')}</h3>
      {refused.length === 0 && <p>{t(errorKey(code))}</p>}
      {refused.length > 0 && (
        <ul class="problems">
          {refused.map((each, at) => (
            <li key={`${at}-${each.name}`}>
              <strong>{each.name}</strong>
              <span>{t(errorKey(each.code))}</span>
            </li>
          ))}
        </ul>
      )}
      {record && (
        <>
          <p>{t('importStoppedText')}</p>
          <ReportRows report={record.report} t={t} formats={formats} />
          <DamageList report={record.report} t={t} />
        </>
      )}
      <Button onClick={importing.forget}>{t('importOther')}</Button>
    </section>
  );
}
