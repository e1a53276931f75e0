import type { ExportOptions } from '../../messages.ts';
import type { OnPacked } from './build-archive.ts';

/** What an export is asked for. */
export interface ExportRequest {
  /** The day for the file's name, `2020-01-02`. */
  day: string;
  options: ExportOptions;
}

/** What became of the files, once all are saved. */
export interface SavedExport {
  /** ISO time. */
  finishedAt: string;
  /** In the order of the files. */
  downloadIds: number[];
}

/** A finished file behind an address that lives until `release`. */
export interface BuiltFile {
  objectUrl: string;
  sizeBytes: number;
  fileName: string;
}

/** What was built: one file, or a set in order. */
export interface BuiltExport {
  files: BuiltFile[];
  mails: number;
  assets: number;
}

/** A place with a DOM and object addresses, in which an archive is built: never the popup, which dies on blur. */
export interface ExportHost {
  /** Rejects with `MailArkError`, or the signal's reason. One at a time. */
  build(request: ExportRequest, onProgress: OnPacked, signal: AbortSignal): Promise<BuiltExport>;
  /** Notes that what was built last is saved: these mails are in a ZIP now. Rejects as a store does. */
  note(saved: SavedExport): Promise<void>;
  /** Lets go of the files; to be called after every `build`, whatever became of it. */
  release(): Promise<void>;
}
