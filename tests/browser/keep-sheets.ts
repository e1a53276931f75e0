/**
 * Keeps the sheet in the page when it has gone to the printer, so that a test can look at it: Firefox says that it has
 * printed, and the page then puts the sheet away. Runs inside the page.
 */
export function keepSheets(): void {
  const { remove } = HTMLIFrameElement.prototype;
  HTMLIFrameElement.prototype.remove = function (this: HTMLIFrameElement) {
    if (this.className !== 'print-frame') remove.call(this);
  };
}
