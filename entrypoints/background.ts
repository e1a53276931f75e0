import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { describeNotice } from '../components/popup/describe-notice.ts';
import { createTranslator, findLanguage } from '../components/shared/translate.ts';
import { createConductor } from '../lib/backup/conductor.ts';
import { createSessionKeeper } from '../lib/backup/session-keeper.ts';
import { showBadge } from '../lib/browser/shell/badge.ts';
import { runInBrowser } from '../lib/browser/service/backup-runner.ts';
import { clock } from '../lib/browser/service/clock.ts';
import { createComputerAwake } from '../lib/browser/shell/computer-awake.ts';
import { showFile } from '../lib/browser/export/download.ts';
import { createExporter } from '../lib/browser/export/exporter.ts';
import { findEndings, type Ending } from '../lib/browser/shell/find-endings.ts';
import { openMailStore, type MailStore } from '../lib/browser/mail-store/doors/open-mail-store.ts';
import { answerMessages, tellNews } from '../lib/browser/shell/messenger.ts';
import { showNotice, watchNotices } from '../lib/browser/shell/notices.ts';
import { hasOpenPages } from '../lib/browser/shell/open-pages.ts';
import { collectFacts } from '../lib/browser/problem-report/collect-facts.ts';
import { createJournalKeeper } from '../lib/browser/shell/journal-keeper.ts';
import { writeReport } from '../lib/browser/problem-report/write-report.ts';
import { hasPermission, readOverview } from '../lib/browser/service/overview-reader.ts';
import { readCatalogue } from '../lib/browser/shell/read-catalogue.ts';
import { sessionVault } from '../lib/browser/service/session-vault.ts';
import { readSettings, watchSettings, writeSettings } from '../lib/browser/shell/settings.ts';
import { isEmptied } from '../lib/browser/shell/stored-marker.ts';
import { throttled } from '../lib/browser/shell/throttled.ts';
import { createTransport } from '../lib/browser/service/transport.ts';
import { createUpdater } from '../lib/browser/shell/update-later.ts';
import {
  clientPages,
  findSourceOfPage,
  openWebClient,
  watchApiCalls,
} from '../lib/browser/service/web-client.ts';
import { keepAwake, setAlarm, withLease } from '../lib/browser/shell/worker-life.ts';
import { mailboxOf } from '../lib/mail/mail.ts';
import type { ExportState, Overview } from '../lib/messages.ts';
import { findSource, sources } from '../lib/sources/registry.ts';

export default defineBackground(() => {
  let opening: Promise<MailStore> | undefined;
  const openStore = () =>
    (opening ??= openMailStore().catch((error: unknown) => {
      opening = undefined;
      throw error;
    }));
  const store = async () => (await openStore()).backup;
  const transport = createTransport((owner) => sessions.findPlace(owner));

  const sessions = createSessionKeeper({
    findSource,
    pages: clientPages,
    vault: sessionVault,
    clock,
    onArrival: () => conductor.sessionArrived(),
    onReplaced: (owner) => conductor.accountReplaced(owner),
  });
  const restored = sessions.restore();

  let exportState: ExportState = { phase: 'idle' };
  const journal = createJournalKeeper();
  const exports = async () => (await openStore()).exportLog.summary();
  const isStoreEmptied = async () => isEmptied((await openStore()).readSentinel);
  const overviewNow = () =>
    readOverview({
      conductor,
      sessions,
      store,
      isEmptied: isStoreEmptied,
      exportState: () => exportState,
      exports,
    });
  const tellOverview = throttled(400, async () => {
    const overview = await overviewNow();
    tellNews('overviewChanged', overview);
    await showBadge(overview);
    const { before, after } = await journal.keep(overview, clock.now());
    await tellEndings(overview, findEndings(before, after));
    await updater.lookAgain();
  });

  const computer = createComputerAwake();
  const stayAwake = () => {
    const releases = [keepAwake(), computer.hold()];
    return () => releases.forEach((release) => release());
  };

  const conductor = createConductor({
    sources,
    sessions,
    store,
    clock,
    hasPermission,
    isOnline: () => navigator.onLine,
    withLease,
    keepAwake: stayAwake,
    setAlarm,
    backUp: (job) => runInBrowser({ ...job, transport, sessions, clock }),
    onChange: tellOverview,
  });

  const exporter = createExporter({
    keepAwake: stayAwake,
    onState(state) {
      exportState = state;
      tellOverview();
    },
  });

  const updater = createUpdater({
    isBusy: async () => conductor.isRunning() || exporter.isRunning() || (await hasOpenPages()),
    apply: () => browser.runtime.reload(),
  });

  const wake = () => void restored.then(() => conductor.wake()).catch(tellOverview);
  const startBackup = async (wish: Parameters<typeof conductor.start>[0]) => {
    await restored;
    await conductor.start(wish);
  };
  const startServicesInUse = async () => {
    const { services } = await overviewNow();
    const restingPhases = new Set(['ready', 'done', 'failed']);
    for (const overview of services) {
      if (overview.isSetUp && restingPhases.has(overview.state.phase))
        await startBackup({ ...mailboxOf(overview), isFull: false });
    }
  };
  const openViewer = () => browser.tabs.create({ url: browser.runtime.getURL('/viewer.html') });

  answerMessages({
    async getOverview() {
      await restored;
      return overviewNow();
    },
    async popupOpened() {
      await restored;
      if ((await readSettings()).backupOnOpen) await startServicesInUse();
    },
    startBackup,
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
      return writeReport(await collectFacts(await overviewNow(), await journal.read(), openStore));
    },
    async showExport() {
      const id = (await exports()).last?.files[0]?.downloadId;
      return id !== undefined && showFile(id);
    },
  });

  watchApiCalls(
    (service, headers, place) => void restored.then(() => sessions.observe(service, headers, place)),
  );
  browser.tabs.onUpdated.addListener((_tabId, change, tab) => {
    const source = change.status === 'complete' ? findSourceOfPage(tab.url) : undefined;
    if (source) void restored.then(() => sessions.look({ service: source.service.id })).then(wake);
  });
  browser.permissions.onAdded.addListener(() => {
    computer.lookAgain();
    watchNotices(() => void openViewer());
    void restored.then(() => conductor.permissionsChanged());
  });
  browser.permissions.onRemoved.addListener(({ permissions = [] }) => {
    computer.lookAgain();
    if (permissions.includes('power')) void writeSettings({ keepComputerAwake: false });
    if (permissions.includes('notifications')) void writeSettings({ notifyWhenDone: false });
    void restored.then(() => conductor.permissionsChanged());
  });
  watchNotices(() => void openViewer());
  watchSettings(({ keepComputerAwake }) => computer.setWanted(keepComputerAwake));
  void readSettings().then(({ keepComputerAwake }) => computer.setWanted(keepComputerAwake));
  browser.runtime.onUpdateAvailable.addListener(() => void updater.offered());
  browser.tabs.onRemoved.addListener(() => void updater.lookAgain());
  browser.alarms.onAlarm.addListener(wake);
  browser.runtime.onStartup.addListener(wake);
  self.addEventListener('online', wake);

  browser.runtime.onInstalled.addListener(({ reason }) => {
    void createMenu();
    if (reason === 'install') void browser.tabs.create({ url: browser.runtime.getURL('/welcome.html') });
  });
  browser.contextMenus.onClicked.addListener(
    ({ menuItemId }) => void (menuItemId === 'open-viewer' ? openViewer() : startServicesInUse()),
  );
  browser.commands.onCommand.addListener((command) => {
    if (command === 'start-backup') void restored.then(startServicesInUse);
  });

  void exporter.sweep();
  wake();
});

/** Notifies of what ended, in the language on screen, where the person chose so. */
async function tellEndings(overview: Overview, endings: Ending[]): Promise<void> {
  if (endings.length === 0) return;
  const settings = await readSettings();
  if (!settings.notifyWhenDone) return;
  const language = findLanguage(settings.language, navigator.languages);
  const catalogue = await readCatalogue(language);
  const t = createTranslator({ en: catalogue, ko: catalogue, ja: catalogue }, language);
  for (const ending of endings) {
    const words = describeNotice(ending, overview, t, clock.now());
    if (words) await showNotice(ending.who, words);
  }
}

/** The icon's context menu; made anew, because an update finds the old one. */
async function createMenu(): Promise<void> {
  await browser.contextMenus.removeAll();
  for (const [id, message] of [
    ['start-backup', 'menuBackUp'],
    ['open-viewer', 'menuOpenViewer'],
  ] as const) {
    browser.contextMenus.create({ id, title: browser.i18n.getMessage(message), contexts: ['action'] });
  }
}
