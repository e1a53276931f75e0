import { makeSheet } from './print-sheet.ts';

/**
 * Prints the open mail. A printer treats a frame as one box, which cannot break across sheets; so a mail with markup is
 * copied into a document of its own, sandboxed like its frame. Without such a mail, or when copying fails, the page is
 * printed. Never rejects.
 */
export async function printMail(): Promise<void> {
  const paper = document.querySelector<HTMLElement>('.paper');
  if (!paper?.querySelector<HTMLIFrameElement>('.mail-frame')?.contentDocument?.body) return print();
  await printSheet(paper);
}

/** Prints an element together with the mails in its frames, as `printMail` does. Never rejects. */
export async function printSheet(paper: HTMLElement): Promise<void> {
  // Not every browser fires `afterprint`.
  putAway();
  try {
    const frame = await makeSheet(paper);
    const sheet = frame.contentWindow;
    sheet?.addEventListener('afterprint', () => frame.remove());
    sheet?.print();
  } catch {
    putAway();
    print();
  }
}

function putAway(): void {
  for (const frame of document.querySelectorAll('.print-frame')) frame.remove();
}
