import * as v from 'valibot';
import { browser } from 'wxt/browser';
import { errorCodeOf } from '../../errors.ts';
import type { ExportHost } from './export-host.ts';
import { exportPortName, exportCommand, type ExportEvent } from './export-messages.ts';

/** Progress is sent at most once in this time. */
const progressMs = 150;

/**
 * The offscreen document's end: builds what the extension's background requests through a port, until the port closes.
 */
export function answerExports(host: ExportHost): void {
  browser.runtime.onConnect.addListener((port) => {
    if (port.name !== exportPortName || port.sender?.id !== browser.runtime.id || port.sender.tab) return;
    const cancelled = new AbortController();
    const send = (event: ExportEvent): void => {
      if (!cancelled.signal.aborted) port.postMessage(event);
    };
    port.onDisconnect.addListener(() => {
      cancelled.abort();
      void host.release();
    });
    port.onMessage.addListener((message: unknown) => {
      const parsed = v.safeParse(exportCommand, message);
      if (!parsed.success) return;
      const command = parsed.output;
      const failed = (error: unknown) => send({ type: 'failed', code: errorCodeOf(error) });
      if (command.type === 'saved') {
        const { finishedAt, downloadIds } = command;
        host.note({ finishedAt, downloadIds }).then(() => send({ type: 'noted' }), failed);
        return;
      }
      let sentAt = -Infinity;
      const onPacked = (done: number, total: number): void => {
        const now = performance.now();
        if (now - sentAt < progressMs && done < total) return;
        sentAt = now;
        send({ type: 'progress', done, total });
      };
      const { day, options } = command;
      host
        .build({ day, options }, onPacked, cancelled.signal)
        .then((built) => send({ type: 'built', built }), failed);
    });
  });
}
