import type { ExportHost } from './export-host.ts';
import { createOffscreenHost } from './offscreen-host.ts';

/** Where this browser builds archives: Firefox's background is a page already, Chromium's is a worker. */
export function findExportHost(): ExportHost {
  return import.meta.env.FIREFOX ? createOwnPageHost() : createOffscreenHost();
}

/** Imported late, so that Chromium's worker, which starts anew every half minute, carries neither JSZip nor DOMPurify. */
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
