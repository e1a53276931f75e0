/**
 * Resolves when a page that `window.open` gave shows something of words. Nothing is asked by timers: those of a page behind
 * another run once a second.
 */
export function whenSeen(page: Window, selector: string): Promise<void> {
  return new Promise((resolve) => {
    const isSeen = (): boolean => Boolean(page.document.querySelector(selector)?.textContent);
    const watch = (): void => {
      if (isSeen()) return resolve();
      const observer = new MutationObserver(() => {
        if (!isSeen()) return;
        observer.disconnect();
        resolve();
      });
      observer.observe(page.document, { subtree: true, childList: true, characterData: true });
    };
    // The empty page before it is complete too.
    if (page.document.readyState === 'complete' && page.location.href !== 'about:blank') watch();
    else page.addEventListener('load', watch, { once: true });
  });
}
