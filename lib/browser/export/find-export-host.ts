import type { ExportHost } from './export-host.ts';
import { createOffscreenHost } from './offscreen-host.ts';

/** The host of this browser: Firefox's background is a page already, Chromium's is a worker. */
export function findExportHost(): ExportHost {
  return import.meta.env.FIREFOX ? createOwnPageHost() : createOffscreenHost();
}

/**
 * Imported on demand, so that Chromium's worker, which restarts every half minute, loads neither JSZip nor DOMPurify.
 */
function createOwnPageHost(): ExportHost {
  const host = async (): Promise<ExportHost> => {
    const [{ createLocalHost }, { openExportPlan }] = await Promise.all([
      import('./local-host.ts'),
      import('./export-plan.ts'),
    ]);
    return createLocalHost(openExportPlan);
  };
  let opening: Promise<ExportHost> | undefined;
  return {
    build: async (request, onProgress, signal) =>
      (await (opening ??= host())).build(request, onProgress, signal),
    note: async (saved) => (await (opening ??= host())).note(saved),
    release: async () => (await opening)?.release(),
  };
}
