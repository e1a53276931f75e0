/**
 * Keeps the printed document in the page, so that a test can read it: Firefox fires `afterprint`, and the page then
 * removes the document. Runs inside the page.
 */
export function keepSheets(): void {
  const { remove } = HTMLIFrameElement.prototype;
  HTMLIFrameElement.prototype.remove = function (this: HTMLIFrameElement) {
    if (this.className !== 'print-frame') remove.call(this);
  };
}
