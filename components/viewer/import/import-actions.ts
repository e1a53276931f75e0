import type { ImportRecord } from '../../../lib/import/report.ts';
import type { ImportState } from '../../../lib/import/import-state.ts';

/** What the import page can do; absent where nothing can be stored. */
export interface ImportActions {
  state: ImportState;
  /** Files of an input, chosen one by one or as a folder. */
  chooseFiles(files: readonly File[]): void;
  /** Files and folders that were dropped. */
  dropFiles(transfer: DataTransfer): void;
  /** Brings in what was planned; `bringsBack`: also mails the person deleted here. */
  start(bringsBack: boolean): void;
  /** Stops what is going on. */
  cancel(): void;
  /** Back to the choice of files. */
  forget(): void;
  undo(id: string): void;
  /** Newest first; read whenever the page is shown and mails changed. */
  listImports(): Promise<ImportRecord[]>;
}
