import * as v from 'valibot';
import { browser } from 'wxt/browser';
import { MailArkError } from '../errors.ts';
import type { BuiltExport, ExportHost } from './export-host.ts';
import { exportNews, exportPortName, type ExportWish } from './export-messages.ts';

const page = '/offscreen.html';

/**
 * Builds in Chromium's offscreen document, since a service worker has neither a DOM nor object addresses. The document
 * is closed by `release`; one left over by a background that was killed is closed before.
 */
export function createOffscreenHost(): ExportHost {
  let port: ReturnType<typeof browser.runtime.connect> | undefined;

  const close = async (): Promise<void> => {
    port?.disconnect();
    port = undefined;
    if (await hasDocument()) await browser.offscreen.closeDocument();
  };

  return {
    async build({ day }, onProgress, signal) {
      await close();
      signal.throwIfAborted();
      // Resolves when the page has loaded, its script included: the port finds a listener.
      await browser.offscreen.createDocument({
        url: page,
        reasons: ['BLOBS'],
        justification: 'Builds the ZIP of the saved mails, which needs a DOM and object addresses.',
      });
      signal.throwIfAborted();
      const opened = browser.runtime.connect({ name: exportPortName });
      port = opened;
      return new Promise<BuiltExport>((resolve, reject) => {
        const cancelled = (): void => reject(signal.reason as Error);
        signal.addEventListener('abort', cancelled, { once: true });
        opened.onDisconnect.addListener(() =>
          reject(new MailArkError('export-failed', 'The page that builds the archive has gone.')),
        );
        opened.onMessage.addListener((message: unknown) => {
          const parsed = v.safeParse(exportNews, message);
          if (!parsed.success) {
            reject(
              new MailArkError('export-failed', 'The page that builds the archive cannot be understood.'),
            );
            return;
          }
          const news = parsed.output;
          if (news.type === 'progress') onProgress(news.done, news.total);
          else if (news.type === 'built') resolve(news.built);
          else reject(new MailArkError(news.code, 'The archive could not be built.'));
        });
        opened.postMessage({ type: 'build', day } satisfies ExportWish);
      });
    },
    release: close,
  };
}

async function hasDocument(): Promise<boolean> {
  const contexts = await browser.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] });
  return contexts.length > 0;
}
