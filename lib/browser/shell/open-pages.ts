import { browser } from 'wxt/browser';

/** Whether a page of ours is open in a tab or as the popup. */
export async function hasOpenPages(): Promise<boolean> {
  // Firefox's background is a page and can list the others; Chromium's is a worker and can only ask.
  if (import.meta.env.FIREFOX)
    return (
      browser.extension.getViews({ type: 'tab' }).length +
        browser.extension.getViews({ type: 'popup' }).length >
      0
    );
  const contexts = await browser.runtime.getContexts({ contextTypes: ['TAB', 'POPUP'] });
  return contexts.length > 0;
}
