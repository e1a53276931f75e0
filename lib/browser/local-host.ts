import type { ArchivePlan } from '../archive/entries.ts';
import { buildArchive } from './build-archive.ts';
import type { ExportHost } from './export-host.ts';

/** What a plan was made from must be closed again. */
export interface OpenPlan {
  plan: ArchivePlan;
  close(): void;
}

/** Builds in this very page: Firefox's background page, or the offscreen document. */
export function createLocalHost(openPlan: () => Promise<OpenPlan>): ExportHost {
  let objectUrls: string[] = [];
  return {
    async build({ day }, onProgress, signal) {
      const { plan, close } = await openPlan();
      try {
        const { files, ...counts } = await buildArchive(plan, day, onProgress, signal);
        objectUrls = files.map(({ blob }) => URL.createObjectURL(blob));
        return {
          files: files.map(({ blob, fileName }, at) => ({
            objectUrl: objectUrls[at] ?? '',
            sizeBytes: blob.size,
            fileName,
          })),
          ...counts,
        };
      } finally {
        // The Blob stays exact: its bytes are referred to by the browser, not by the connection.
        close();
      }
    },
    release() {
      for (const objectUrl of objectUrls) URL.revokeObjectURL(objectUrl);
      objectUrls = [];
      return Promise.resolve();
    },
  };
}
