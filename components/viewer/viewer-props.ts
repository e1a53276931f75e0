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

/** A mail or file that could not be saved, as the settings page lists it. */
export interface ViewerProblem extends AccountKey {
  kind: 'mail' | 'asset';
  id: string;
  /** `gone`: no backup asks for it again by itself. */
  state: 'gone' | 'damaged' | 'quarantined';
  code: ErrorCode;
  /** ISO time. */
  at: string;
}

/** The storage of the device. */
export interface Room {
  /** Undefined where the browser does not report it. */
  freeBytes?: number;
  /** Whether the browser never deletes the stored mails to free space. */
  isKept: boolean;
}

/**
 * Saves files together as one ZIP among the downloads; resolves with the number of files, and of those that could not
 * be read.
 */
export type SaveMedia = (
  items: readonly MediaItem[],
  onPacked: (done: number) => void,
  signal: AbortSignal,
) => Promise<{ saved: number; missing: number }>;

/** The actions that need the extension; absent in an unpacked archive. */
export interface ViewerActions {
  /** Set when something is wrong with the stored data, though it can be read. */
  storeProblem?: ErrorCode;
  exportState: ExportState;
  /** Absent while unknown. */
  exports?: ExportsOverview;
  exportZip(): void;
  exportPart(options: ExportOptions): void;
  cancelExport(): void;
  saveMedia: SaveMedia;
  /** Shows the last export in its folder; resolves with false when it is no longer there. */
  showExport(): Promise<boolean>;
  /** Whether the page was opened to choose what to export. */
  opensExportOptions: boolean;
  settings: Settings;
  saveSettings(change: Partial<Settings>): void;
  /** The services whose pace can be set, with the default pace of each. */
  services: { id: SourceId; name: string; defaultPace: Pace }[];
  /** Called whenever the settings page is shown and mails changed. */
  listProblems(): Promise<ViewerProblem[]>;
  /** Resolves with the free space of the device as of now. */
  readRoom(): Promise<Room>;
  /** The optional permissions this browser offers. */
  optionalPermissions: OptionalPermission[];
  /** Requests the permission; called inside the click. */
  allow(permission: OptionalPermission): Promise<boolean>;
  /** Resolves with the text of a problem report as of now. */
  readReport(): Promise<string>;
  /** Absent until the database is open. */
  importing?: ImportActions;
  reporting?: ReportActions;
}

/** The appearance of the viewer. The caller stores it. */
export type Preferences = Pick<Settings, 'language' | 'theme' | 'textSize'>;

/** Everything the viewer depends on. */
export interface ViewerProps {
  /** The library as stored: the viewer itself applies the choice of how the user's name is shown. */
  library: MailLibrary;
  sanitize: SanitizeBody;
  t: Translate;
  preferences: Preferences;
  savePreferences(change: Partial<Preferences>): void;
  /** Searches outside the page's thread; by default the page searches itself. */
  searcher?: Searcher;
  actions?: ViewerActions;
}
