import { browser } from 'wxt/browser';
import type { OfflineViewer } from '../../formats/mail-ark/index-page.ts';
import { MailArkError } from '../../errors.ts';

/** Reads the offline viewer from the extension's own files. Rejects with `export-failed` when it is missing. */
export async function readOfflineViewer(): Promise<OfflineViewer> {
  const answer = await fetch(browser.runtime.getURL('/archive-viewer.js'));
  if (!answer.ok) throw new MailArkError('export-failed', 'The offline viewer is not part of this build.');
  return { script: await answer.text() };
}
