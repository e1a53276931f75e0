import type { ImportRecord } from '../../../lib/import/report.ts';
import type { ImportState } from '../../../lib/import/import-state.ts';

/** The actions of the import page; absent where nothing can be stored. */
export interface ImportActions {
  state: ImportState;
  /** Takes files of an input, chosen one by one or as a folder. */
  chooseFiles(files: readonly File[]): void;
  /** Takes files and folders that were dropped. */
  dropFiles(transfer: DataTransfer): void;
  /** Imports the planned mails; with `bringsBack` also mails the user deleted here. */
  start(bringsBack: boolean): void;
  /** Cancels the work in progress. */
  cancel(): void;
  /** Returns to the choice of files. */
  forget(): void;
  undo(id: string): void;
  /** Newest first; called whenever the page is shown and mails changed. */
  listImports(): Promise<ImportRecord[]>;
}
