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
