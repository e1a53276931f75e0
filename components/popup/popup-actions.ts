import type { ServiceOverview } from '../../lib/messages.ts';
import type { Mailbox, SourceId } from '../../lib/mail/mail.ts';

/** What the popup can do. */
export interface PopupActions {
  /** Called inside the click, so that the browser's permission prompt can be shown. */
  backUp(service: ServiceOverview, isFull: boolean): void;
  /** Requests the permission a run lacks; called inside the click. */
  allow(service: ServiceOverview): void;
  pause(mailbox: Mailbox): void;
  continue(mailbox: Mailbox): void;
  cancel(mailbox: Mailbox): void;
  /** Asks for what is missing, and for nothing else. */
  askAgain(mailbox: Mailbox): void;
  /** Fetches the pictures that were left for later. */
  fetchPictures(mailbox: Mailbox): void;
  choosePicturesLater(service: SourceId, isChosen: boolean): void;
  openWebClient(mailbox: Mailbox): void;
  startExport(): void;
  cancelExport(): void;
  /** Shows the last export in its folder. */
  showExport(): void;
  openExportOptions(): void;
  openViewer(): void;
  openSettings(): void;
  /** Opens the list of what could not be saved. */
  openProblems(): void;
  /** Resolves with the text of a problem report as of now. */
  readReport(): Promise<string>;
}
