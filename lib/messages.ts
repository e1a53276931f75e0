import type { Pace } from './backup/pace.ts';
import type { Progress } from './backup/reached.ts';
import type { RestReason } from './backup/run.ts';
import type { ErrorCode } from './errors.ts';
import type { MailChoice } from './mail/mail-choice.ts';
import type { Mailbox, SourceId } from './mail/mail.ts';

/** Permissions that no backup needs; each belongs to a setting. */
export type OptionalPermission = 'power' | 'notifications';

/** The state of a row in the popup; each phase carries only its own fields. */
export type ServiceState =
  | { phase: 'closed' } // closed service, neither permitted nor open in a tab
  | { phase: 'not-permitted'; wasAllowed: boolean }
  | { phase: 'signed-out'; isClientOpen: boolean }
  | { phase: 'ready' }
  | { phase: 'queued' }
  | { phase: 'running'; progress: Progress }
  | { phase: 'resting'; reason: RestReason; until?: string; progress?: Progress }
  | { phase: 'paused'; progress?: Progress }
  /** `waiting`: mails and files that a service in trouble did not give in three tries; absent: none. */
  | { phase: 'done'; newMails: number; failed: number; waiting?: number; finishedAt: string }
  | { phase: 'failed'; code: ErrorCode };

/** A row of the popup: a mailbox of a service, or the service itself before an account is known. */
export interface ServiceOverview extends Mailbox {
  name: string;
  /** Counts from 1; present where the service is signed in as several accounts, each in a container of its own. */
  containerNumber?: number;
  closedIn?: number;
  webClientUrl: string;
  hosts: string[];
  /** Whether it was backed up at least once and has permission and consent: opening the popup then backs it up. */
  isSetUp: boolean;
  savedMails: number;
  /** Pictures and other files that are known but not fetched. */
  picturesWaiting: number;
  state: ServiceState;
}

/**
 * A name for each row without personal data, for the journal and notifications: `service 1`, by the position of its
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

/**
 * `zip`: the archive, which opens anywhere and imports without loss. `mbox`: for mail programs. `lists`: for viewers of
 * 2021.
 */
export type ExportFormat = 'zip' | 'mbox' | 'lists';

/** What the user chose to export. */
export interface ExportOptions {
  format: ExportFormat;
  choice: MailChoice;
  /** Whether to leave out pictures and other files. */
  isWithoutFiles: boolean;
  /** Whether to leave out the names by which senders address the user. */
  isWithoutName: boolean;
  /** The largest size of a file in bytes, for the format `zip`; absent: one file of any size. */
  volumeBytes?: number;
}

/** “Export ZIP”: all mails, in one file. */
export const exportEverything: ExportOptions = {
  format: 'zip',
  choice: {},
  isWithoutFiles: false,
  isWithoutName: false,
};

/** The history of exports in short. */
export interface ExportsOverview {
  /** The ISO time of the last finished export; absent when there is none. */
  lastAt?: string;
  /** The number of mails that no finished ZIP with files contains in their present version. */
  mailsWaiting: number;
}

/** The state of the export; each phase carries only its own fields. */
export type ExportState =
  | { phase: 'idle' }
  | { phase: 'packing'; done: number; total: number }
  | { phase: 'saving' }
  | {
      phase: 'done';
      /** The name of the first file, where there are several. */
      fileName: string;
      files: number;
      sizeBytes: number;
      mails: number;
      assets: number;
      finishedAt: string;
    }
  | { phase: 'failed'; code: ErrorCode };

/** Everything that the popup and the viewer's bar show of the background's work. */
export interface Overview {
  services: ServiceOverview[];
  export: ExportState;
  /** Absent while unknown. */
  exports?: ExportsOverview;
  /** Set when the database could not be opened, or was found emptied. */
  storeProblem?: ErrorCode;
}

/** The text sizes of the viewer. */
export const textSizes = ['small', 'medium', 'large', 'huge'] as const;
/** A size of `textSizes`. */
export type TextSize = (typeof textSizes)[number];

/** The settings of the extension, the same in every window. */
export interface Settings {
  language: 'auto' | 'en' | 'ko' | 'ja';
  theme: 'auto' | 'light' | 'dark';
  /** Absent: `medium`. */
  textSize?: TextSize;
  /** Whether opening the popup starts the incremental backup of services that are set up. */
  backupOnOpen: boolean;
  /** Whether the computer stays awake while a backup or export runs; needs the permission `power`. */
  keepComputerAwake: boolean;
  /** Whether the end of a long backup or export is notified; needs the permission `notifications`. */
  notifyWhenDone: boolean;
  /** By service; absent: the source's default. */
  paces: Record<SourceId, Pace>;
  /** By service: whether backups save texts and leave pictures until they are requested. */
  picturesLater: Record<SourceId, boolean>;
}

/** The settings before the user changes any. */
export const defaultSettings: Settings = {
  language: 'auto',
  theme: 'auto',
  backupOnOpen: true,
  keepComputerAwake: false,
  notifyWhenDone: false,
  paces: {},
  picturesLater: {},
};

/** The messages from pages to the background. Every message has exactly one answer. */
export interface Messages {
  getOverview(): Overview;
  /** The user opened the popup; starts incremental backups where the setting allows it. */
  popupOpened(): void;
  /**
   * Without an account, the mailbox that is signed in. `isFull`: “Check everything again”; `asksAgain`: “Ask again”, only
   * for what is missing; `withPictures`: also the pictures that the setting leaves for later. The request is stored first and carried out once permission and session
   * are there.
   */
  startBackup(request: Mailbox & { isFull: boolean; asksAgain?: boolean; withPictures?: boolean }): void;
  /** Without an account, this and the next two apply to every mailbox of the service. */
  pauseBackup(mailbox: Mailbox): void;
  continueBackup(mailbox: Mailbox): void;
  /** Stops and keeps what is saved. */
  cancelBackup(mailbox: Mailbox): void;
  openWebClient(mailbox: Mailbox): void;
  startExport(options: ExportOptions): void;
  cancelExport(): void;
  /** A text about the state of the extension, without personal data. */
  getProblemReport(): string;
  /** Shows the last export in its folder; returns false when it is no longer there. */
  showExport(): boolean;
}

/** The messages from the background to every open page. */
export interface News {
  overviewChanged(overview: Overview): void;
}
