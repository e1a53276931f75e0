/** Hands a text to the browser's downloads under that name. */
export function saveText(text: string, contentType: string, fileName: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: contentType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser reads it after the click; nobody tells when it has.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
