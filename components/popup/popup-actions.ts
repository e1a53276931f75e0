import type { ServiceOverview } from '../../lib/messages.ts';
import type { Mailbox, SourceId } from '../../lib/mail/mail.ts';

/** What the popup asks of the world. */
export interface PopupActions {
  /** Called inside the click, so that the browser may be asked for permission right there. */
  backUp(service: ServiceOverview, isFull: boolean): void;
  /** Gives a run back its missing permission; called inside the click. */
  allow(service: ServiceOverview): void;
  pause(mailbox: Mailbox): void;
  continue(mailbox: Mailbox): void;
  cancel(mailbox: Mailbox): void;
  /** Fetches what was left for later. */
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
  /** Shows what could not be saved. */
  openProblems(): void;
  /** The text of a problem report as of now. */
  readReport(): Promise<string>;
}
