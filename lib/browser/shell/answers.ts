import { findSource } from '../../sources/registry.ts';
import type { Overview } from '../../messages.ts';
import { showFile } from '../export/download.ts';
import type { Exporter } from '../export/exporter.ts';
import type { MailStore } from '../mail-store/doors/open-mail-store.ts';
import { collectFacts } from '../problem-report/collect-facts.ts';
import { writeReport } from '../problem-report/write-report.ts';
import type { Backups } from '../service/backups.ts';
import { openWebClient } from '../service/client-tabs.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import type { Answers } from './messenger.ts';
import { readSettings } from './settings.ts';

/** What messages are answered with. */
export interface AnswersParts {
  backups: Pick<Backups, 'conductor' | 'sessions' | 'restored' | 'start'>;
  exporter: Pick<Exporter, 'start' | 'cancel'>;
  journal: Pick<JournalKeeper, 'read'>;
  openStore(): Promise<MailStore>;
  readOverview(): Promise<Overview>;
  /** Begins an incremental backup of every mailbox that is set up. */
  startInUse(): Promise<void>;
}

/** The background's answer to each message of our pages. */
export function createAnswers(parts: AnswersParts): Answers {
  const { backups, exporter, journal, openStore, readOverview, startInUse } = parts;
  const { conductor, sessions, restored } = backups;
  return {
    async getOverview() {
      await restored;
      return readOverview();
    },
    async popupOpened() {
      await restored;
      if ((await readSettings()).backupOnOpen) await startInUse();
    },
    startBackup: (request) => backups.start(request),
    pauseBackup: (mailbox) => conductor.pause(mailbox),
    continueBackup: (mailbox) => conductor.resume(mailbox),
    cancelBackup: (mailbox) => conductor.cancel(mailbox),
    async openWebClient({ service, account }) {
      const source = findSource(service);
      const place = sessions.list(service).find((each) => each.account === account)?.place;
      if (source) await openWebClient(source, place);
    },
    startExport: (options) => exporter.start(options),
    cancelExport: () => exporter.cancel(),
    async getProblemReport() {
      await restored;
      return writeReport(await collectFacts(await readOverview(), await journal.read(), openStore));
    },
    async showExport() {
      const { exportLog } = await openStore();
      const id = (await exportLog.summary()).last?.files[0]?.downloadId;
      return id !== undefined && showFile(id);
    },
  };
}
