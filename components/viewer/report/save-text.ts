/** Saves a text as a download under the given name. */
export function saveText(text: string, contentType: string, fileName: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: contentType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser reads the Blob some time after the click, and fires no event when it has.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
