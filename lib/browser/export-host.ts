import type { ArchivePlan } from '../archive/entries.ts';
import { buildArchive, type OnPacked } from './build-archive.ts';

/** What an export is asked for. */
export interface ExportRequest {
  /** The day for the file's name, `2020-01-02`. */
  day: string;
}

/** A finished archive behind an address that lives until `release`. */
export interface BuiltExport {
  objectUrl: string;
  sizeBytes: number;
  fileName: string;
  mails: number;
  assets: number;
}

/** A place with a DOM and object addresses, in which an archive is built: never the popup, which dies on blur. */
export interface ExportHost {
  /** Rejects with `MailArkError`, or the signal's reason. One at a time. */
  build(request: ExportRequest, onProgress: OnPacked, signal: AbortSignal): Promise<BuiltExport>;
  /** Lets go of the file; to be called after every `build`, whatever became of it. */
  release(): Promise<void>;
}

/** What a plan was made from must be closed again. */
export interface OpenPlan {
  plan: ArchivePlan;
  close(): void;
}

/** Builds in this very page: Firefox's background page, or the offscreen document. */
export function createLocalHost(openPlan: () => Promise<OpenPlan>): ExportHost {
  let objectUrl: string | undefined;
  return {
    async build({ day }, onProgress, signal) {
      const { plan, close } = await openPlan();
      try {
        const { zip, ...facts } = await buildArchive(plan, day, onProgress, signal);
        objectUrl = URL.createObjectURL(zip);
        return { objectUrl, sizeBytes: zip.size, ...facts };
      } finally {
        // The Blob stays exact: its bytes are referred to by the browser, not by the connection.
        close();
      }
    },
    release() {
      if (objectUrl !== undefined) URL.revokeObjectURL(objectUrl);
      objectUrl = undefined;
      return Promise.resolve();
    },
  };
}
