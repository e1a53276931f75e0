import * as v from 'valibot';
import { browser } from 'wxt/browser';
import { errorCodeOf } from '../../errors.ts';
import type { ExportHost } from './export-host.ts';
import { exportPortName, exportWish, type ExportNews } from './export-messages.ts';

/** Progress is sent at most once in this time. */
const progressMs = 150;

/**
 * The offscreen document's end: builds what the extension's background requests through a port, until the port closes.
 */
export function answerExports(host: ExportHost): void {
  browser.runtime.onConnect.addListener((port) => {
    if (port.name !== exportPortName || port.sender?.id !== browser.runtime.id || port.sender.tab) return;
    const cancelled = new AbortController();
    const tell = (news: ExportNews): void => {
      if (!cancelled.signal.aborted) port.postMessage(news);
    };
    port.onDisconnect.addListener(() => {
      cancelled.abort();
      void host.release();
    });
    port.onMessage.addListener((message: unknown) => {
      const parsed = v.safeParse(exportWish, message);
      if (!parsed.success) return;
      const wish = parsed.output;
      const failed = (error: unknown) => tell({ type: 'failed', code: errorCodeOf(error) });
      if (wish.type === 'saved') {
        const { finishedAt, downloadIds } = wish;
        host.note({ finishedAt, downloadIds }).then(() => tell({ type: 'noted' }), failed);
        return;
      }
      let toldAt = -Infinity;
      const onPacked = (done: number, total: number): void => {
        const now = performance.now();
        if (now - toldAt < progressMs && done < total) return;
        toldAt = now;
        tell({ type: 'progress', done, total });
      };
      const { day, options } = wish;
      host
        .build({ day, options }, onPacked, cancelled.signal)
        .then((built) => tell({ type: 'built', built }), failed);
    });
  });
}
