import { browser } from 'wxt/browser';

type Notifications = typeof browser.notifications;

/** There only while the permission is given. */
const findNotifications = (): Notifications | undefined =>
  (browser as { notifications?: Notifications }).notifications;

let isWatched = false;

/** Shows a notification, in place of an earlier one of the same name. Without the permission nothing happens. */
export async function showNotice(name: string, words: { title: string; message: string }): Promise<void> {
  await findNotifications()?.create(name, {
    type: 'basic',
    iconUrl: browser.runtime.getURL('/icon/128.png'),
    ...words,
  });
}

/** Calls back when a notification is clicked. To be called at every start, and again when the permission comes. */
export function watchNotices(onClick: () => void): void {
  const notifications = findNotifications();
  if (!notifications || isWatched) return;
  isWatched = true;
  notifications.onClicked.addListener((name) => {
    void notifications.clear(name);
    onClick();
  });
}
