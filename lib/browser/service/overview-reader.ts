import { browser } from 'wxt/browser';
import type { Conductor } from '../../backup/conductor.ts';
import { describeService } from './describe-service.ts';
import type { Sessions } from '../../backup/session-keeper.ts';
import { errorCodeOf } from '../../errors.ts';
import type { MailStore } from '../mail-store/doors/open-mail-store.ts';
import { isEmptied } from '../shell/stored-marker.ts';
import type { ExportState, Overview, ServiceOverview } from '../../messages.ts';
import { sources } from '../../sources/registry.ts';
import type { Source } from '../../sources/source.ts';
import { findMailboxesInUse } from './mailboxes-in-use.ts';
import { listClientTabs } from './client-tabs.ts';

/** What an overview is made of. */
export interface OverviewParts {
  conductor: Pick<Conductor, 'findRunning' | 'list'>;
  sessions: Pick<Sessions, 'list' | 'look'>;
  openStore(): Promise<Pick<MailStore, 'backup' | 'exportLog' | 'readSentinel'>>;
  exportState(): ExportState;
}

/** Whether all hosts of the service are permitted. */
export function hasPermission(source: Source): Promise<boolean> {
  return browser.permissions.contains({ origins: [...source.hosts] });
}

/** Reads how everything stands. It names what is wrong with a database that cannot be opened. */
export async function readOverview(parts: OverviewParts): Promise<Overview> {
  try {
    const services = (await Promise.all(sources.map((source) => readService(source, parts)))).flat();
    const { exportLog, readSentinel } = await parts.openStore();
    const { last, mailsWaiting } = await exportLog.summary();
    const exports = { ...(last ? { lastAt: last.finishedAt } : {}), mailsWaiting };
    const emptied = (await isEmptied(readSentinel)) ? { storeProblem: 'storage-emptied' as const } : {};
    return { services, export: parts.exportState(), exports, ...emptied };
  } catch (error) {
    return { services: [], export: parts.exportState(), storeProblem: errorCodeOf(error) };
  }
}

async function readService(source: Source, parts: OverviewParts): Promise<ServiceOverview[]> {
  const { conductor, sessions } = parts;
  const running = conductor.findRunning(source.service.id);
  // Of a backup under way, alone in its service, only its progress is shown: asking the browser's processes costs it time.
  const isAlone = running?.progress !== undefined && sessions.list(source.service.id).length <= 1;
  const isPermitted = isAlone || (await hasPermission(source));
  if (isPermitted && !running) await sessions.look({ service: source.service.id });
  const runs = isAlone ? [running] : await conductor.list(source.service.id);
  const tabs = isAlone ? undefined : await listClientTabs(source);
  const boxes = findMailboxesInUse(isPermitted ? sessions.list(source.service.id) : [], runs);
  return Promise.all(
    boxes.map(async ({ account, place, isSignedIn, view, containerNumber }) => {
      const counts =
        account === undefined
          ? undefined
          : (view?.progress?.counts ??
            (await (await parts.openStore()).backup.counts({ service: source.service.id, account })));
      const isClientOpen = tabs?.some((tab) => containerNumber === undefined || tab.place === place) ?? true;
      return describeService({
        source,
        isPermitted,
        isSignedIn,
        isClientOpen,
        savedMails: counts?.mailsSaved ?? 0,
        picturesWaiting: counts?.assetsWanted ?? 0,
        mailsWaiting: counts ? Math.max(0, counts.mailsListed - counts.mailsSaved - counts.mailsFailed) : 0,
        failed: (counts?.mailsFailed ?? 0) + (counts?.assetsFailed ?? 0),
        ...(account === undefined ? {} : { account }),
        ...(containerNumber === undefined ? {} : { containerNumber }),
        ...(view ? { view } : {}),
      });
    }),
  );
}
