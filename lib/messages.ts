import type { Pace } from './backup/pace.ts';
import type { Progress, RestReason } from './backup/ports.ts';
import type { ErrorCode } from './errors.ts';
import type { MailChoice } from './mail/mail-choice.ts';
import type { Mailbox, SourceId } from './mail/mail.ts';

/** Permissions that no backup needs, each behind a choice of its own. */
export type OptionalPermission = 'power' | 'notifications';

/** What one row of the popup shows; each state carries only its own fields. */
export type ServiceState =
  | { phase: 'closed' } //               closed service, nothing of it in sight
  | { phase: 'not-permitted'; wasAllowed: boolean }
  | { phase: 'signed-out'; isClientOpen: boolean }
  | { phase: 'ready' }
  | { phase: 'queued' }
  | { phase: 'running'; progress: Progress }
  | { phase: 'resting'; reason: RestReason; until?: string; progress?: Progress }
  | { phase: 'paused'; progress?: Progress }
  | { phase: 'done'; newMails: number; failed: number; finishedAt: string }
  | { phase: 'failed'; code: ErrorCode };

/** A row of the popup: a mailbox of a service, or the service itself before an account is known. */
export interface ServiceOverview extends Mailbox {
  name: string;
  /** Counts from 1; present where the service is signed in as several accounts, each in a container of its own. */
  containerNumber?: number;
  closedIn?: number;
  webClientUrl: string;
  hosts: string[];
  /** Backed up at least once, permission and consent given: opening the popup backs it up. */
  isSetUp: boolean;
  savedMails: number;
  /** Pictures and other files that are known and not fetched. */
  picturesWaiting: number;
  state: ServiceState;
}

/**
 * A name for each row without anything personal in it, for journal and notifications: `service 1`, by the place of its
 * service, and `service 1 container 2` for all but the first of a service's containers.
 */
export function plainNamesOf(
  rows: readonly Pick<ServiceOverview, 'service' | 'containerNumber'>[],
): string[] {
  const services = [...new Set(rows.map(({ service }) => service))];
  return rows.map(({ service, containerNumber = 1 }) => {
    const name = `service ${services.indexOf(service) + 1}`;
    return containerNumber > 1 ? `${name} container ${containerNumber}` : name;
  });
}

/** `zip`: the archive that opens anywhere and comes back without loss. `mbox`: for mail programs. `lists`: for viewers of 2021. */
export type ExportFormat = 'zip' | 'mbox' | 'lists';

/** What a person asks an export for. */
export interface ExportOptions {
  format: ExportFormat;
  choice: MailChoice;
  /** Words without pictures and other files. */
  isWithoutFiles: boolean;
  /** The names senders call the reader by are left out. */
  isWithoutName: boolean;
  /** The largest file wanted, of format `zip`; absent: one of any size. */
  volumeBytes?: number;
}

/** “Export ZIP”: everything, in one file. */
export const exportEverything: ExportOptions = {
  format: 'zip',
  choice: {},
  isWithoutFiles: false,
  isWithoutName: false,
};

/** How exports stand, wherever it helps. */
export interface ExportsOverview {
  /** ISO time of the last one saved to its end; absent: none was. */
  lastAt?: string;
  /** Mails that no finished ZIP with files holds as they are now. */
  mailsWaiting: number;
}

export type ExportState =
  | { phase: 'idle' }
  | { phase: 'packing'; done: number; total: number }
  | { phase: 'saving' }
  | {
      phase: 'done';
      /** The first, where there are several. */
      fileName: string;
      files: number;
      sizeBytes: number;
      mails: number;
      assets: number;
      finishedAt: string;
    }
  | { phase: 'failed'; code: ErrorCode };

/** Everything the popup and the viewer's bar show of the background's doings. */
export interface Overview {
  services: ServiceOverview[];
  export: ExportState;
  /** Absent: not known. */
  exports?: ExportsOverview;
  /** The database could not be opened, or was found emptied. */
  storeProblem?: ErrorCode;
}

/** How large the viewer writes. */
export const textSizes = ['small', 'medium', 'large', 'huge'] as const;
export type TextSize = (typeof textSizes)[number];

export interface Settings {
  language: 'auto' | 'en' | 'ko' | 'ja';
  theme: 'auto' | 'light' | 'dark';
  /** Absent: medium. */
  textSize?: TextSize;
  /** Opening the popup starts the incremental backup of services that are set up. */
  backupOnOpen: boolean;
  /** While a backup or export runs; needs the permission `power`. */
  keepComputerAwake: boolean;
  /** When a long backup or export came to its end; needs the permission `notifications`. */
  notifyWhenDone: boolean;
  /** By service; absent: the source's default. */
  paces: Record<SourceId, Pace>;
  /** By service: backups fetch the words and leave the pictures until they are asked for. */
  picturesLater: Record<SourceId, boolean>;
}

export const defaultSettings: Settings = {
  language: 'auto',
  theme: 'auto',
  backupOnOpen: true,
  keepComputerAwake: false,
  notifyWhenDone: false,
  paces: {},
  picturesLater: {},
};

/** The conversation between pages and background. Every message has exactly one answer. */
export interface Messages {
  getOverview(): Overview;
  /** The popup was opened by a person; starts incremental backups where the setting allows. */
  popupOpened(): void;
  /**
   * Without an account, the one that is signed in. `isFull`: "Check everything again"; `withPictures`: also those the
   * setting leaves for later. The request is stored first and carried out once permission and session are there.
   */
  startBackup(request: Mailbox & { isFull: boolean; withPictures?: boolean }): void;
  /** Without an account, this and the next two mean every mailbox of the service. */
  pauseBackup(mailbox: Mailbox): void;
  continueBackup(mailbox: Mailbox): void;
  /** Stops, keeps what is saved. */
  cancelBackup(mailbox: Mailbox): void;
  openWebClient(mailbox: Mailbox): void;
  startExport(options: ExportOptions): void;
  cancelExport(): void;
  /** A text about how everything stands, with nothing personal in it. */
  getProblemReport(): string;
  /** Shows the last export in its folder; false when it is no longer there. */
  showExport(): boolean;
}

/** News from the background to whoever listens. */
export interface News {
  overviewChanged(overview: Overview): void;
  /** Mails were added, changed or deleted. */
  mailsChanged(): void;
}
