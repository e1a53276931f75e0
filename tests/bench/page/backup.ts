import { api, rest, until } from './chrome-api.ts';
import { whenSeen } from './when-seen.ts';

const webOrigin = 'https://app-web.izone-mail.com';

/** What one backup was like. Times are milliseconds since 1970. */
export interface BackupTimes {
  clickedAt: number;
  /** The background's first request left. */
  firstRequestAt: number;
  /** The first mails were committed. */
  firstCommitAt: number;
  finishedAt: number;
  newMails: number;
}

/** Opens the web client and signs in as its first account; the tab stays open. */
export async function signIn(): Promise<void> {
  const tab = await api.tabs.create({ url: webOrigin, active: false });
  await until(
    async () => ((await api.tabs.get(tab.id)).status === 'complete' ? true : undefined),
    'no web client',
  );
  await until(async () => {
    const [state] = await api.scripting.executeScript({
      target: { tabId: tab.id },
      func: () => {
        document.querySelector<HTMLElement>('#sign-in:not([hidden]) #sign-in-accounts button')?.click();
        return document.querySelector<HTMLElement>('#inbox')?.hidden === false;
      },
    });
    return state?.result || undefined;
  }, 'not signed in');
}

/** Changes the settings as the settings page would. */
export async function changeSettings(change: object): Promise<void> {
  const { settings } = await api.storage.local.get('settings');
  await api.storage.local.set({ settings: { ...settings, ...change } });
}

interface StoredRun {
  startedAt: string;
  state: { phase: string; newMails?: number; finishedAt?: string; code?: string };
}

/** Presses the popup's button of this name, in a tab, closes the tab as a person would, and waits until the run it began is done. */
export async function backUp(button: 'Back up' | 'Check everything again'): Promise<BackupTimes> {
  const first = watchFirstRequest();
  const commit = watchFirstCommit();
  const popup = window.open('/popup.html');
  if (!popup) throw new Error('The popup did not open.');
  const found = await until(
    () =>
      [...popup.document.querySelectorAll('button')].find(
        (each) => each.textContent.trim() === button && !each.disabled,
      ),
    `There is no button "${button}".`,
  );
  const clickedAt = Date.now();
  found.click();
  // The message is on its way before the page goes.
  await rest(200);
  popup.close();
  const state = await waitForEnd(clickedAt);
  return {
    clickedAt,
    firstRequestAt: await first,
    firstCommitAt: await Promise.race([commit, Promise.resolve(Number.NaN)]),
    finishedAt: Date.parse(state.finishedAt ?? ''),
    newMails: state.newMails ?? 0,
  };
}

/** Opens the popup in a tab; opening it backs up what is set up. Tells how long until it shows a service, and the backup. */
export async function openPopup(): Promise<{ contentMs: number; finishedMs: number }> {
  const openedAt = Date.now();
  const popup = window.open('/popup.html');
  if (!popup) throw new Error('The popup did not open.');
  // By the clock of the popup's own document: making a tab for it is not part of a popup.
  await whenSeen(popup, 'h2');
  const contentMs = popup.performance.now();
  const state = await waitForEnd(openedAt);
  popup.close();
  return { contentMs, finishedMs: Date.parse(state.finishedAt ?? '') - openedAt };
}

async function waitForEnd(since: number): Promise<StoredRun['state']> {
  const database = await openDatabase();
  try {
    for (;;) {
      const runs = await readRuns(database);
      const state = runs.findLast(({ startedAt }) => Date.parse(startedAt) >= since - 1)?.state;
      if (state?.phase === 'failed' || state?.phase === 'cancelled')
        throw new Error(`The backup ended as ${state.phase} (${state.code ?? 'no code'}).`);
      if (state?.phase === 'done') return state;
      await rest(250);
    }
  } finally {
    database.close();
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('mail-ark');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no database'));
  });
}

function readRuns(database: IDBDatabase): Promise<StoredRun[]> {
  return new Promise((resolve, reject) => {
    const request = database.transaction('runs').objectStore('runs').getAll();
    request.onsuccess = () => resolve(request.result as StoredRun[]);
    request.onerror = () => reject(request.error ?? new Error('no runs'));
  });
}

function watchFirstRequest(): Promise<number> {
  return new Promise((resolve) => {
    const onRequest = ({ tabId, timeStamp }: { tabId: number; timeStamp: number }): void => {
      if (tabId !== -1) return;
      api.webRequest.onBeforeRequest.removeListener(onRequest);
      resolve(timeStamp);
    };
    api.webRequest.onBeforeRequest.addListener(onRequest, { urls: ['https://*.izone-mail.com/*'] });
  });
}

/** The store tells every window when mails were committed. */
function watchFirstCommit(): Promise<number> {
  const channel = new BroadcastChannel('mail-ark');
  return new Promise((resolve) => {
    channel.onmessage = () => {
      resolve(Date.now());
      channel.close();
    };
  });
}
