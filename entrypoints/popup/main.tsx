import { render } from 'preact';
import { browser } from 'wxt/browser';
import { Popup } from '../../components/popup/Popup.tsx';
import { needsPermission } from '../../components/popup/describe-state.ts';
import type { PopupActions } from '../../components/popup/popup-actions.ts';
import { catalogues } from '../../components/shared/catalogues.ts';
import { guardControls } from '../../components/shared/guard-controls.ts';
import { createTranslator, findLanguage } from '../../components/shared/translate.ts';
import '../../components/shared/theme.css';
import { onNews, sendMessage } from '../../lib/browser/shell/messenger.ts';
import { readSettings, watchSettings, writeSettings } from '../../lib/browser/shell/settings.ts';
import { mailboxOf } from '../../lib/mail/mail.ts';
import { defaultSettings, exportEverything } from '../../lib/messages.ts';
import type { Overview, ServiceOverview, Settings } from '../../lib/messages.ts';
import { findLastShown, keepLastShown } from './last-overview.ts';
import './window.css';

const last = findLastShown();
let settings: Settings = last
  ? { ...defaultSettings, theme: last.theme, language: last.language }
  : defaultSettings;
let overview: Overview | undefined = last?.overview;
let isStale = true;
let isUnreachable = false;

/**
 * Requests the hosts within the click. The backup request is sent before, because the browser's prompt may close the
 * popup.
 */
function askForHosts({ hosts }: ServiceOverview): void {
  void browser.permissions.request({ origins: hosts }).catch(() => draw());
}

/**
 * With persistent storage Firefox never deletes the mails. Chromium does not delete them in any case and answers no,
 * which is ignored.
 */
function askToKeep(): void {
  void navigator.storage.persist().catch(() => undefined);
}

function openPage(path: string): void {
  void browser.tabs.create({ url: `${browser.runtime.getURL('/')}${path}` });
}

/** Every request is answered by the next overview; a background that does not answer is reported on screen. */
function awaitAnswer(answer: Promise<unknown>): void {
  answer.catch(() => {
    isUnreachable = true;
    draw();
  });
}

const actions: PopupActions = {
  backUp(service, isFull) {
    askToKeep();
    awaitAnswer(sendMessage('startBackup', { ...mailboxOf(service), isFull }));
    if (needsPermission(service.state)) askForHosts(service);
  },
  allow(service) {
    awaitAnswer(sendMessage('continueBackup', mailboxOf(service)));
    askForHosts(service);
  },
  pause: (mailbox) => awaitAnswer(sendMessage('pauseBackup', mailbox)),
  continue: (mailbox) => awaitAnswer(sendMessage('continueBackup', mailbox)),
  cancel: (mailbox) => awaitAnswer(sendMessage('cancelBackup', mailbox)),
  askAgain: (mailbox) =>
    awaitAnswer(sendMessage('startBackup', { ...mailbox, isFull: false, asksAgain: true })),
  fetchPictures: (mailbox) =>
    awaitAnswer(sendMessage('startBackup', { ...mailbox, isFull: false, withPictures: true })),
  choosePicturesLater(service, isChosen) {
    adopt({ ...settings, picturesLater: { ...settings.picturesLater, [service]: isChosen } });
    void writeSettings({ picturesLater: settings.picturesLater });
  },
  openWebClient: (mailbox) => awaitAnswer(sendMessage('openWebClient', mailbox)),
  startExport: () => awaitAnswer(sendMessage('startExport', exportEverything)),
  cancelExport: () => awaitAnswer(sendMessage('cancelExport')),
  showExport: () => awaitAnswer(sendMessage('showExport')),
  openExportOptions: () => openPage('viewer.html?export-options'),
  openViewer: () => openPage('viewer.html'),
  openSettings: () => openPage('viewer.html#/settings'),
  openProblems: () => openPage('viewer.html#/settings'),
  readReport: () => sendMessage('getProblemReport'),
};

function draw(): void {
  const root = document.getElementById('app');
  if (!root) return;
  const language = findLanguage(settings.language, navigator.languages);
  document.documentElement.lang = language;
  if (settings.theme === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = settings.theme;
  render(
    <Popup
      overview={overview}
      isStale={isStale}
      isUnreachable={isUnreachable}
      picturesLater={settings.picturesLater}
      now={Date.now()}
      t={createTranslator(catalogues, language)}
      actions={actions}
    />,
    root,
  );
}

function show(news: Overview): void {
  overview = news;
  isStale = false;
  isUnreachable = false;
  draw();
  keepLastShown({
    overview: news,
    language: findLanguage(settings.language, navigator.languages),
    theme: settings.theme,
  });
}

function adopt(changed: Settings): void {
  settings = changed;
  draw();
}

draw();
guardControls(document);
onNews('overviewChanged', show);
watchSettings(adopt);
void readSettings().then(adopt);
void sendMessage('getOverview')
  .then(show)
  .catch(() => {
    isUnreachable = true;
    draw();
  })
  .then(() => sendMessage('popupOpened'))
  .catch(() => undefined);
