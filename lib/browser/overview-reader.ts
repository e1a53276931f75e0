import { browser } from 'wxt/browser';
import type { Conductor } from '../backup/conductor.ts';
import { describeService } from './describe-service.ts';
import type { BackupStore } from '../backup/ports.ts';
import type { Sessions } from '../backup/session-keeper.ts';
import { errorCodeOf } from '../errors.ts';
import type { ExportSummary } from './mail-store/export-log.ts';
import type { ExportState, Overview, ServiceOverview } from '../messages.ts';
import { sources } from '../sources/registry.ts';
import type { Source } from '../sources/source.ts';
import { listClientTabs } from './web-client.ts';

/** What an overview is made of. */
export interface OverviewParts {
  conductor: Conductor;
  sessions: Sessions;
  store(): Promise<BackupStore>;
  /** The database was found emptied, and nothing has been saved since. */
  isEmptied(): Promise<boolean>;
  exportState(): ExportState;
  exports(): Promise<ExportSummary>;
}

/** Whether all hosts of the service are permitted. */
export function hasPermission(source: Source): Promise<boolean> {
  return browser.permissions.contains({ origins: [...source.hosts] });
}

/** Reads how everything stands. A database that cannot be opened is told in it, not thrown. */
export async function readOverview(parts: OverviewParts): Promise<Overview> {
  try {
    const services = await Promise.all(sources.map((source) => readService(source, parts)));
    const { last, mailsWaiting } = await parts.exports();
    const exports = { ...(last ? { lastAt: last.finishedAt } : {}), mailsWaiting };
    const emptied = (await parts.isEmptied()) ? { storeProblem: 'storage-emptied' as const } : {};
    return { services, export: parts.exportState(), exports, ...emptied };
  } catch (error) {
    return { services: [], export: parts.exportState(), storeProblem: errorCodeOf(error) };
  }
}

async function readService(source: Source, parts: OverviewParts): Promise<ServiceOverview> {
  const view = await parts.conductor.view(source.id);
  // Of a backup under way only its progress is shown; the browser's processes have better things to do than to answer us.
  const isUnderWay = view?.isRunning === true && view.progress !== undefined;
  const isPermitted = isUnderWay || (await hasPermission(source));
  const session = isPermitted && !view?.isRunning ? await parts.sessions.look(source.id) : undefined;
  const account = view?.run.account ?? session?.account;
  const counts =
    account === undefined
      ? undefined
      : (view?.progress?.counts ?? (await (await parts.store()).counts({ service: source.id, account })));
  return describeService({
    source,
    isPermitted,
    isSignedIn: session !== undefined,
    isClientOpen: isUnderWay || (await listClientTabs(source)).length > 0,
    savedMails: counts?.mailsSaved ?? 0,
    picturesWaiting: counts?.assetsWanted ?? 0,
    failed: (counts?.mailsFailed ?? 0) + (counts?.assetsFailed ?? 0),
    ...(view ? { view } : {}),
  });
}
