import type { ExportOptions } from '../../messages.ts';
import type { OnPacked } from './build-archive.ts';

/** The request to build an export. */
export interface ExportRequest {
  /** The day for the file's name, `2020-01-02`. */
  day: string;
  options: ExportOptions;
}

/** The result once all files are saved. */
export interface SavedExport {
  /** ISO time. */
  finishedAt: string;
  /** In the order of the files. */
  downloadIds: number[];
}

/** A finished file at an object URL that is valid until `release`. */
export interface BuiltFile {
  objectUrl: string;
  sizeBytes: number;
  fileName: string;
}

/** The result of a build: one file, or a set in order. */
export interface BuiltExport {
  files: BuiltFile[];
  mails: number;
  assets: number;
}

/** A context with a DOM and object URLs that builds an archive: never the popup, which closes when it loses focus. */
export interface ExportHost {
  /** Builds the files; one call at a time. Rejects with `MailArkError`, or the signal's reason. */
  build(request: ExportRequest, onProgress: OnPacked, signal: AbortSignal): Promise<BuiltExport>;
  /** Records that the files built last are saved: their mails are in a ZIP now. Rejects as a store does. */
  note(saved: SavedExport): Promise<void>;
  /** Releases the files; must be called after every `build`, also a failed one. */
  release(): Promise<void>;
}
