import type { OpenPlan } from './local-host.ts';
import { openMailStore } from './mail-store/open-mail-store.ts';
import { readOfflineViewer } from './offline-viewer.ts';
import { sanitizeBody } from './sanitizer.ts';

/** Opens the store for an export of everything. Rejects as `openMailStore` does, or with `export-failed`. */
export async function openExportPlan(): Promise<OpenPlan> {
  const viewer = await readOfflineViewer();
  const store = await openMailStore();
  return {
    plan: { content: store.exportReader, sanitize: sanitizeBody, viewer, scope: { kind: 'whole' } },
    close: () => store.close(),
  };
}
