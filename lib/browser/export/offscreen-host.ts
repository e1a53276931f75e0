import * as v from 'valibot';
import { browser } from 'wxt/browser';
import { MailArkError } from '../../errors.ts';
import type { ExportHost } from './export-host.ts';
import { exportNews, exportPortName, type ExportNews, type ExportWish } from './export-messages.ts';

const page = '/offscreen.html';

/**
 * Creates a host that builds in Chromium's offscreen document, since a service worker has neither a DOM nor object
 * URLs. `release` closes the document; one that a killed background left open is closed first.
 */
export function createOffscreenHost(): ExportHost {
  let port: ReturnType<typeof browser.runtime.connect> | undefined;

  const close = async (): Promise<void> => {
    port?.disconnect();
    port = undefined;
    if (await hasDocument()) await browser.offscreen.closeDocument();
  };

  /** Sends a request, and passes the messages that follow to `understand` until it returns the answer. */
  const ask = <T>(
    opened: ReturnType<typeof browser.runtime.connect>,
    wish: ExportWish,
    understand: (news: ExportNews) => T | undefined,
  ): Promise<T> =>
    new Promise((resolve, reject) => {
      opened.onDisconnect.addListener(() =>
        reject(new MailArkError('export-failed', 'The page that builds the archive has gone.')),
      );
      opened.onMessage.addListener((message: unknown) => {
        const parsed = v.safeParse(exportNews, message);
        if (!parsed.success) {
          reject(new MailArkError('export-failed', 'The page that builds the archive cannot be understood.'));
          return;
        }
        const news = parsed.output;
        if (news.type === 'failed') reject(new MailArkError(news.code, 'The archive could not be built.'));
        const answer = understand(news);
        if (answer !== undefined) resolve(answer);
      });
      opened.postMessage(wish);
    });

  return {
    async build({ day, options }, onProgress, signal) {
      await close();
      signal.throwIfAborted();
      // Resolves when the page has loaded, including its script: the port finds a listener.
      await browser.offscreen.createDocument({
        url: page,
        reasons: ['BLOBS'],
        justification: 'Builds the ZIP of the saved mails, which needs a DOM and object addresses.',
      });
      signal.throwIfAborted();
      const opened = browser.runtime.connect({ name: exportPortName });
      port = opened;
      const cancelled = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      });
      const built = ask(opened, { type: 'build', day, options }, (news) => {
        if (news.type === 'progress') onProgress(news.done, news.total);
        return news.type === 'built' ? news.built : undefined;
      });
      return Promise.race([built, cancelled]);
    },
    async note({ finishedAt, downloadIds }) {
      if (!port) throw new MailArkError('export-failed', 'Nothing was built.');
      await ask(
        port,
        { type: 'saved', finishedAt, downloadIds },
        ({ type }) => type === 'noted' || undefined,
      );
    },
    release: close,
  };
}

async function hasDocument(): Promise<boolean> {
  const contexts = await browser.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] });
  return contexts.length > 0;
}
