import { browser } from 'wxt/browser';
import type { Backups } from '../service/backups.ts';
import { findSourceOfPage } from '../service/client-tabs.ts';
import { watchApiCalls } from '../service/watch-api-calls.ts';
import type { Awake } from './awake.ts';
import { createMenu, watchMenu } from './context-menu.ts';
import { watchNotices } from './notices.ts';
import { forgetChoices } from './optional-permissions.ts';
import type { Updater } from './update-later.ts';

/** What the events of the browser reach. */
export interface EventTargets {
  backups: Pick<Backups, 'wake' | 'callSeen' | 'pageLoaded' | 'permissionsChanged'>;
  awake: Pick<Awake, 'lookAgain'>;
  updater: Updater;
  /** Begins an incremental backup of every mailbox that is set up. */
  startInUse(): Promise<void>;
}

/**
 * Listens to every event that the background acts on. To be called before anything is awaited: an event starts the
 * background again only for a listener that was there in its first turn.
 */
export function listenToBrowser(targets: EventTargets): void {
  listenToClients(targets);
  listenToPermissions(targets);
  listenToTheUser(targets);
  const { backups, updater } = targets;
  browser.runtime.onUpdateAvailable.addListener(() => void updater.offered());
  browser.tabs.onRemoved.addListener(() => void updater.lookAgain());
  browser.alarms.onAlarm.addListener(backups.wake);
  browser.runtime.onStartup.addListener(backups.wake);
  self.addEventListener('online', backups.wake);
}

function listenToClients({ backups }: EventTargets): void {
  watchApiCalls(backups.callSeen);
  browser.tabs.onUpdated.addListener((_tabId, change, tab) => {
    const source = change.status === 'complete' ? findSourceOfPage(tab.url) : undefined;
    if (source) backups.pageLoaded(source.service.id);
  });
}

function listenToPermissions({ backups, awake }: EventTargets): void {
  browser.permissions.onAdded.addListener(() => {
    awake.lookAgain();
    watchNotices(openViewer);
    backups.permissionsChanged();
  });
  browser.permissions.onRemoved.addListener(({ permissions = [] }) => {
    awake.lookAgain();
    void forgetChoices(permissions);
    backups.permissionsChanged();
  });
}

function listenToTheUser({ startInUse }: EventTargets): void {
  const backUp = () => void startInUse();
  watchNotices(openViewer);
  watchMenu({ 'start-backup': backUp, 'open-viewer': openViewer });
  browser.commands.onCommand.addListener((command) => {
    if (command === 'start-backup') backUp();
  });
  browser.runtime.onInstalled.addListener(({ reason }) => {
    void createMenu();
    if (reason === 'install') openPage('/welcome.html');
  });
}

const openPage = (path: '/viewer.html' | '/welcome.html') =>
  void browser.tabs.create({ url: browser.runtime.getURL(path) });
const openViewer = () => openPage('/viewer.html');
