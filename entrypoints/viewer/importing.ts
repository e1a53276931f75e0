import type { ImportActions } from '../../components/viewer/import/import-actions.ts';
import { listDroppedFiles, listInputFiles } from '../../lib/browser/import/choose-files.ts';
import { createImporter } from '../../lib/browser/import/importer.ts';
import type { ImportState } from '../../lib/import/import-state.ts';
import type { ImportStore } from '../../lib/import/import-store.ts';
import { holdLease } from '../../lib/browser/shell/worker-life.ts';
import type { SourceId } from '../../lib/mail/mail.ts';

/** Creates the state and actions of the import page for one store; `onChange` is called with every new state. */
export function createImportActions(
  store: ImportStore,
  cancelBackup: (service: SourceId) => Promise<void>,
  onChange: (actions: ImportActions) => void,
): ImportActions {
  let state: ImportState = { phase: 'idle' };
  const importer = createImporter({
    store,
    holdLease,
    cancelBackup,
    now: () => new Date(),
    newId: () => crypto.randomUUID(),
    onState(next) {
      state = next;
      onChange({ ...actions, state });
    },
  });
  const actions: ImportActions = {
    state,
    chooseFiles: (files) => void importer.choose(Promise.resolve(listInputFiles(files))),
    dropFiles: (transfer) => void importer.choose(listDroppedFiles(transfer)),
    start: (bringsBack) => void importer.start(bringsBack),
    cancel: importer.cancel,
    forget: importer.forget,
    undo: (id) => void importer.undo(id),
    listImports: importer.history,
  };
  addEventListener('beforeunload', (event) => {
    if (state.phase === 'running' || state.phase === 'undoing') event.preventDefault();
  });
  return actions;
}
