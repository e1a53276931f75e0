import { makeSheet } from './print-sheet.ts';

/**
 * Prints the open mail, or the page when no mail is open. Waits until its pictures are opened. Never rejects.
 */
export async function printMail(): Promise<void> {
  const paper = document.querySelector<HTMLElement>('.paper');
  if (paper) await printSheet(paper);
  else print();
}

/** The latest call of `printSheet`; earlier calls that still wait print nothing. */
let latest: symbol | undefined;

/**
 * Prints an element together with the mails in its frames. A printer treats a frame as one box, which cannot break across
 * sheets; so the element is copied into a document of its own. When copying fails, the page is printed. Never rejects.
 */
export async function printSheet(part: HTMLElement): Promise<void> {
  const own = Symbol();
  latest = own;
  while (part.isConnected && isOpening(part)) await new Promise(requestAnimationFrame);
  if (!part.isConnected || latest !== own) return;
  // Not every browser fires `afterprint`.
  putAway();
  try {
    const frame = await makeSheet(part);
    const sheet = frame.contentWindow;
    sheet?.addEventListener('afterprint', () => frame.remove());
    sheet?.print();
  } catch {
    putAway();
    print();
  }
}

function isOpening(part: HTMLElement): boolean {
  const frames = [...part.querySelectorAll<HTMLIFrameElement>('.mail-frame')];
  return (
    part.ariaBusy === 'true' ||
    part.querySelector('.mail-asset-opening') !== null ||
    frames.some(
      (frame) =>
        frame.dataset['loaded'] === 'false' ||
        frame.contentDocument?.querySelector('img[data-asset]:not([src])') !== null,
    )
  );
}

function putAway(): void {
  for (const frame of document.querySelectorAll('.print-frame')) frame.remove();
}
