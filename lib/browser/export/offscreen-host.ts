import * as v from 'valibot';
import { browser } from 'wxt/browser';
import { MailArkError } from '../../errors.ts';
import type { ExportHost } from './export-host.ts';
import { exportEvent, exportPortName, type ExportEvent, type ExportCommand } from './export-messages.ts';

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
    command: ExportCommand,
    understand: (event: ExportEvent) => T | undefined,
  ): Promise<T> =>
    new Promise((resolve, reject) => {
      opened.onDisconnect.addListener(() =>
        reject(new MailArkError('export-failed', 'The page that builds the archive has gone.')),
      );
      opened.onMessage.addListener((message: unknown) => {
        const parsed = v.safeParse(exportEvent, message);
        if (!parsed.success) {
          reject(new MailArkError('export-failed', 'The page that builds the archive cannot be understood.'));
          return;
        }
        const event = parsed.output;
        if (event.type === 'failed') reject(new MailArkError(event.code, 'The archive could not be built.'));
        const answer = understand(event);
        if (answer !== undefined) resolve(answer);
      });
      opened.postMessage(command);
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
      const built = ask(opened, { type: 'build', day, options }, (event) => {
        if (event.type === 'progress') onProgress(event.done, event.total);
        return event.type === 'built' ? event.built : undefined;
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
