import { browser } from 'wxt/browser';

const items = { 'start-backup': 'menuBackUp', 'open-viewer': 'menuOpenViewer' } as const;

/** What an item of the icon's context menu does. */
export type MenuActions = Record<keyof typeof items, () => void>;

/** Makes the icon's context menu anew, because an update finds the old one. */
export async function createMenu(): Promise<void> {
  await browser.contextMenus.removeAll();
  for (const [id, message] of Object.entries(items))
    browser.contextMenus.create({ id, title: browser.i18n.getMessage(message), contexts: ['action'] });
}

/** Carries out what is chosen from the menu. To be called at every start of the background. */
export function watchMenu(actions: MenuActions): void {
  browser.contextMenus.onClicked.addListener(({ menuItemId }) => {
    if (Object.hasOwn(actions, menuItemId)) actions[menuItemId as keyof MenuActions]();
  });
}
