import { MailArkError } from '../../errors.ts';
import type { ExportOptions } from '../../messages.ts';
import type { BuiltArchive, OnPacked } from './build-archive.ts';
import type { BuiltExport, ExportHost, SavedExport } from './export-host.ts';

/** An export ready to be built. The caller must close it. */
export interface OpenPlan {
  /** Rejects with `MailArkError`, or the signal's reason. */
  build(day: string, onPacked: OnPacked, signal: AbortSignal): Promise<BuiltArchive>;
  close(): void;
  /** Records the saved export of this plan; works after `close`. */
  note(built: BuiltExport, saved: SavedExport): Promise<void>;
}

/** Creates a host that builds in the current page: Firefox's background page, or the offscreen document. */
export function createLocalHost(openPlan: (options: ExportOptions) => Promise<OpenPlan>): ExportHost {
  let objectUrls: string[] = [];
  let last: { built: BuiltExport; note: OpenPlan['note'] } | undefined;
  return {
    async build({ day, options }, onProgress, signal) {
      const { build, close, note } = await openPlan(options);
      try {
        const { files, ...counts } = await build(day, onProgress, signal);
        objectUrls = files.map(({ blob }) => URL.createObjectURL(blob));
        const built: BuiltExport = {
          files: files.map(({ blob, fileName }, at) => ({
            objectUrl: objectUrls[at] ?? '',
            sizeBytes: blob.size,
            fileName,
          })),
          ...counts,
        };
        last = { built, note };
        return built;
      } finally {
        // The Blobs stay valid: the browser refers to their bytes independently of the connection.
        close();
      }
    },
    note(saved) {
      if (!last) return Promise.reject(new MailArkError('export-failed', 'Nothing was built.'));
      return last.note(last.built, saved);
    },
    release() {
      for (const objectUrl of objectUrls) URL.revokeObjectURL(objectUrl);
      objectUrls = [];
      last = undefined;
      return Promise.resolve();
    },
  };
}
