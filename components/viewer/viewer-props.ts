import type { Pace } from '../../lib/backup/pace.ts';
import type {
  OptionalPermission,
  ExportOptions,
  ExportsOverview,
  ExportState,
  Settings,
} from '../../lib/messages.ts';
import type { ErrorCode } from '../../lib/errors.ts';
import type { MailLibrary, SanitizeBody } from '../../lib/mail/mail-library.ts';
import type { AccountKey, SourceId } from '../../lib/mail/mail.ts';
import type { MediaItem } from '../../lib/mail/media.ts';
import type { Searcher } from '../../lib/mail/search/searcher.ts';
import type { Translate } from '../shared/translate.ts';
import type { ImportActions } from './import/import-actions.ts';
import type { ReportActions } from './report/report-actions.ts';

/** A mail or file that failed for good, as the settings page lists it. */
export interface ViewerProblem extends AccountKey {
  kind: 'mail' | 'asset';
  id: string;
  code: ErrorCode;
  /** ISO time. */
  at: string;
}

/** The device's side of storage. */
export interface Room {
  /** Undefined where the browser does not tell. */
  freeBytes?: number;
  /** The browser does not clear our data by itself when the disk gets full. */
  isKept: boolean;
}

/** Saves files together as one ZIP, among the downloads; tells how many there were and how many could not be read. */
export type SaveMedia = (
  items: readonly MediaItem[],
  onPacked: (done: number) => void,
  signal: AbortSignal,
) => Promise<{ saved: number; missing: number }>;

/** What only a living extension can do; absent in an unpacked archive. */
export interface ViewerActions {
  /** Something is wrong with what is stored, though it can be read. */
  storeProblem?: ErrorCode;
  exportState: ExportState;
  /** Absent: not known. */
  exports?: ExportsOverview;
  exportZip(): void;
  exportPart(options: ExportOptions): void;
  cancelExport(): void;
  saveMedia: SaveMedia;
  /** Shows the last export in its folder; false when it is no longer there. */
  showExport(): Promise<boolean>;
  /** The page was opened to choose what to export. */
  opensExportOptions: boolean;
  settings: Settings;
  saveSettings(change: Partial<Settings>): void;
  /** The services whose pace can be set, with the pace each has by itself. */
  services: { id: SourceId; name: string; defaultPace: Pace }[];
  /** Read whenever the settings page is shown and mails changed. */
  listProblems(): Promise<ViewerProblem[]>;
  /** How much room the device has, as of now. */
  readRoom(): Promise<Room>;
  /** What this browser offers beyond what a backup needs. */
  optionalPermissions: OptionalPermission[];
  /** Asks the browser for it; called inside the click. */
  allow(permission: OptionalPermission): Promise<boolean>;
  /** The text of a problem report as of now. */
  readReport(): Promise<string>;
  /** Absent until the database is open. */
  importing?: ImportActions;
  reporting?: ReportActions;
}

/** How the viewer looks and speaks; kept by whoever draws it. */
export type Preferences = Pick<Settings, 'language' | 'theme' | 'textSize'>;

/** Everything the viewer knows of the world. */
export interface ViewerProps {
  /** As it is stored: the viewer itself decides how the reader's name is shown. */
  library: MailLibrary;
  sanitize: SanitizeBody;
  t: Translate;
  preferences: Preferences;
  savePreferences(change: Partial<Preferences>): void;
  /** Looks through the words elsewhere than on the page's own thread. */
  searcher?: Searcher;
  actions?: ViewerActions;
}
