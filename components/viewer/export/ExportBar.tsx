import { useState } from 'preact/hooks';
import type { ExportState } from '../../../lib/messages.ts';
import { Button } from '../../shared/Button.tsx';
import { errorKey } from '../../shared/error-key.ts';
import type { Formats } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { ProgressBar } from '../../shared/ProgressBar.tsx';
import type { Translate } from '../../shared/translate.ts';

interface ExportBarProps {
  state: ExportState;
  onCancel(): void;
  /** Shows the saved file in its folder; resolves with false when it is no longer there. */
  onShow(): Promise<boolean>;
  t: Translate;
  formats: Formats;
}

/** The state of the export, under the header; the result stays until the user dismisses it. */
export function ExportBar({ state, onCancel, onShow, t, formats }: ExportBarProps) {
  const [dismissed, setDismissed] = useState<ExportState>();
  const [lost, setLost] = useState<ExportState>();
  const ending = state.phase === 'done' || state.phase === 'failed' ? JSON.stringify(state) : '';
  const isPutAway = state.phase === 'idle' || (ending !== '' && ending === JSON.stringify(dismissed));
  return (
    <div role="status" class="export-bar" hidden={isPutAway} data-phase={state.phase}>
      {!isPutAway && <p>{sentence(state, t, formats)}</p>}
      {(state.phase === 'packing' || state.phase === 'saving') && (
        <>
          <ProgressBar
            label={t('viewerExportPreparing')}
            {...(state.phase === 'packing' ? { done: state.done, total: state.total } : {})}
          />
          <Button kind="quiet" onClick={onCancel}>
            {t('viewerExportCancel')}
          </Button>
        </>
      )}
      {state.phase === 'done' && (
        <Button
          kind="quiet"
          disabled={lost === state}
          onClick={() => void onShow().then((isThere) => isThere || setLost(state))}
        >
          {t(lost === state ? 'exportGone' : 'exportShow')}
        </Button>
      )}
      {ending !== '' && (
        <Button kind="quiet" shape="icon" aria-label={t('sharedClose')} onClick={() => setDismissed(state)}>
          <Icon name="close" />
        </Button>
      )}
    </div>
  );
}

function sentence(state: ExportState, t: Translate, formats: Formats): string {
  switch (state.phase) {
    case 'idle':
      return '';
    case 'packing':
      return state.total === 0
        ? t('viewerExportPreparing')
        : t('viewerExportPacking', { done: state.done, total: state.total });
    case 'saving':
      return t('viewerExportSaving');
    case 'done':
      return t('viewerExportDone', {
        fileName:
          state.files > 1
            ? t('exportFileAndMore', { fileName: state.fileName, count: state.files - 1 })
            : state.fileName,
        size: formats.bytes(state.sizeBytes),
        mails: t('viewerMailCount', { count: state.mails }),
        files: t('viewerFileCount', { count: state.assets }),
      });
    case 'failed':
      return t(errorKey(state.code));
  }
}
