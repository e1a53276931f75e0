import { createLocalHost, type ExportHost } from './export-host.ts';
import { openExportPlan } from './export-plan.ts';
import { createOffscreenHost } from './offscreen-host.ts';

/** Where this browser builds archives: Firefox's background is a page already, Chromium's is a worker. */
export function findExportHost(): ExportHost {
  return import.meta.env.FIREFOX ? createLocalHost(openExportPlan) : createOffscreenHost();
}
