import type { ImportState } from '../../../lib/import/import-state.ts';
import { Button } from '../../shared/Button.tsx';
import { ProgressBar } from '../../shared/ProgressBar.tsx';
import type { Translate } from '../../shared/translate.ts';

interface ImportProgressProps {
  state: Extract<ImportState, { phase: 'reading' | 'waiting' | 'running' | 'undoing' }>;
  onCancel(): void;
  t: Translate;
}

/** The progress of an import, with a button that cancels it. */
export function ImportProgress({ state, onCancel, t }: ImportProgressProps) {
  const text = sentence(state, t);
  return (
    <section class="card">
      <p role="status">{text}</p>
      <ProgressBar
        label={t('importTitle')}
        text={text}
        {...(state.phase === 'waiting' ? { isWaiting: true } : { done: state.done, total: state.total })}
      />
      {state.phase === 'running' && <p class="quiet">{t('importStayOpen')}</p>}
      <Button onClick={onCancel}>{t('sharedCancel')}</Button>
    </section>
  );
}

function sentence(state: ImportProgressProps['state'], t: Translate): string {
  switch (state.phase) {
    case 'reading':
      return t('importReading');
    case 'waiting':
      return t('importWaiting');
    case 'undoing':
      return t('importUndoing');
    case 'running':
      return t('importRunning', { done: state.done, total: state.total });
  }
}
