import type { PageProps } from '../page-props.ts';
import { useTitle } from '../shared/use-title.ts';
import { ChooseBackup } from './ChooseBackup.tsx';
import type { ImportActions } from './import-actions.ts';
import { ImportFailure } from './ImportFailure.tsx';
import { ImportHistory } from './ImportHistory.tsx';
import { ImportPlanCard } from './ImportPlanCard.tsx';
import { ImportProgress } from './ImportProgress.tsx';
import { ImportSummary } from './ImportSummary.tsx';

interface ImportPageProps extends PageProps {
  importing: ImportActions;
}

/** Imports a backup: choose files, review the plan, import, read the result. */
export function ImportPage({ importing, mails, t, formats }: ImportPageProps) {
  useTitle(t('importTitle'), t);
  const { state } = importing;
  const words = { importing, t, formats };
  return (
    <main class="settings-page import-page">
      <div class="settings-column">
        <h2 class="settings-title">{t('importTitle')}</h2>
        {state.phase === 'idle' && <ChooseBackup importing={importing} t={t} />}
        {(state.phase === 'reading' ||
          state.phase === 'waiting' ||
          state.phase === 'running' ||
          state.phase === 'undoing') && <ImportProgress state={state} onCancel={importing.cancel} t={t} />}
        {state.phase === 'planned' && <ImportPlanCard plan={state.plan} {...words} />}
        {state.phase === 'ended' && <ImportSummary record={state.record} {...words} />}
        {state.phase === 'failed' && <ImportFailure state={state} {...words} />}
        {(state.phase === 'idle' || state.phase === 'ended') && (
          <ImportHistory version={mails.version} {...words} />
        )}
      </div>
    </main>
  );
}
