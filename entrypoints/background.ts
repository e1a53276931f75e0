import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { describeNotice } from '../components/popup/describe-notice.ts';
import { createTranslator, findLanguage } from '../components/shared/translate.ts';
import { createExporter } from '../lib/browser/export/exporter.ts';
import { openMailStore } from '../lib/browser/mail-store/doors/open-mail-store.ts';
import { createBackups } from '../lib/browser/service/backups.ts';
import { clock } from '../lib/browser/service/clock.ts';
import { readOverview } from '../lib/browser/service/overview-reader.ts';
import { requestsOnOpen } from '../lib/browser/service/requests-on-open.ts';
import { createAnswers } from '../lib/browser/shell/answers.ts';
import { createAwake } from '../lib/browser/shell/awake.ts';
import { listenToBrowser } from '../lib/browser/shell/browser-events.ts';
import { createJournalKeeper } from '../lib/browser/shell/journal-keeper.ts';
import { answerMessages } from '../lib/browser/shell/messenger.ts';
import type { DescribeEnding } from '../lib/browser/shell/notify-endings.ts';
import { openOnce } from '../lib/browser/shell/open-once.ts';
import { hasOpenPages } from '../lib/browser/shell/open-pages.ts';
import { createOverviewNews } from '../lib/browser/shell/overview-news.ts';
import { readCatalogue } from '../lib/browser/shell/read-catalogue.ts';
import { createUpdater } from '../lib/browser/shell/update-later.ts';

export default defineBackground(() => {
  const openStore = openOnce(() => openMailStore());
  const awake = createAwake();
  const journal = createJournalKeeper();
  const backups = createBackups({ openStore, keepAwake: awake.hold, onChange: () => overviewChanged() });
  const exporter = createExporter({ keepAwake: awake.hold, onState: () => overviewChanged() });
  const updater = createUpdater({
    isBusy: async () => backups.conductor.isRunning() || exporter.isRunning() || (await hasOpenPages()),
    apply: () => browser.runtime.reload(),
  });

  const overview = () => readOverview({ ...backups, openStore, exportState: exporter.state });
  const overviewChanged = createOverviewNews({
    read: overview,
    journal,
    describeEnding,
    onShown: updater.lookAgain,
    now: clock.now,
  });
  const startInUse = async () => {
    await backups.restored;
    for (const request of requestsOnOpen(await overview())) await backups.start(request);
  };

  answerMessages(
    createAnswers({ backups, exporter, journal, openStore, readOverview: overview, startInUse }),
  );
  listenToBrowser({ backups, awake, updater, startInUse });
  void exporter.sweep();
  backups.wake();
});

/** The words of a notification. The background starts too often to carry every language, so it reads the one it needs. */
const describeEnding: DescribeEnding = async (ending, overview, setting) => {
  const language = findLanguage(setting, navigator.languages);
  const catalogue = await readCatalogue(language);
  const t = createTranslator({ en: catalogue, ko: catalogue, ja: catalogue }, language);
  return describeNotice(ending, overview, t, clock.now());
};
