/**
 * The document of the reader's frame. Its own policy allows only pictures that are local already; the page's policy
 * applies as well. `file:` serves unpacked archives only, and has no effect in a page of the extension.
 */
export function bodyDocument(html: string): string {
  const policy =
    "default-src 'none'; img-src blob: data: file:; media-src blob: file:; form-action 'none'; base-uri 'none'";
  return (
    `<!doctype html><html><head><meta charset="utf-8">` +
    `<meta http-equiv="Content-Security-Policy" content="${policy}"></head><body>${html}</body></html>`
  );
}

const tokens = ['--ink', '--ink-quiet', '--line', '--edge', '--accent', '--mark', '--type', '--type-latin'];

/** Styles the frame like the page around it: type, measure and colours. */
export function dressFrame(frame: HTMLIFrameElement): void {
  const inside = frame.contentDocument;
  const view = inside?.defaultView;
  if (!inside || !view) return;
  const outside = getComputedStyle(frame);
  const values = tokens.map((name) => `${name}:${outside.getPropertyValue(name)}`).join(';');
  const { colorScheme: scheme, fontSize: rootSize } = getComputedStyle(document.documentElement);
  // A constructed sheet is not markup, so no policy has to allow inline styles for it.
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(
    `:root{color-scheme:${scheme};font-size:${rootSize};${values}}@media print{:root{color-scheme:light}}${paperStyle}`,
  );
  inside.adoptedStyleSheets = [sheet];
}

/** The typography of a mail's text. */
export const paperType = 'font-size:1.0625rem;line-height:1.85;overflow-wrap:anywhere';

/** The styles of elements that may occur in a mail, in the frame and in print. */
export const contentStyle = `
:lang(ko){word-break:keep-all}
:lang(ja){line-break:strict}
p{margin:0 0 1em}
p,li,blockquote{unicode-bidi:plaintext}
img{display:block;max-width:100%;max-height:760px;width:auto;height:auto;margin:1.1em auto;border-radius:14px}
img[data-small]{display:inline;margin:0 2px;border-radius:0;vertical-align:middle}
img[data-asset]:not([src]){width:100%;aspect-ratio:4/3;background:var(--line)}
table{max-width:100%;border-collapse:collapse}
td,th{padding:4px 8px;text-align:start;vertical-align:top}
hr{border:0;border-block-start:1px solid var(--line);margin:1.6em 0}
blockquote{margin:1em 0;padding-inline-start:1em;border-inline-start:3px solid var(--line)}
pre{white-space:pre-wrap;font-family:inherit}
[data-link]{text-decoration:underline;text-decoration-color:var(--accent);text-underline-offset:3px}
[data-link] small{color:var(--ink-quiet)}
.missing{margin:1.1em 0;padding:18px 20px;border:1px dashed var(--edge);border-radius:14px;
color:var(--ink-quiet);font-size:15px;line-height:1.6}
`;

const paperStyle = `
*{box-sizing:border-box}
html{color:var(--ink);font-family:var(--type);background:transparent}
body{margin:0;display:flow-root;${paperType};overflow:hidden}
body>:first-child{margin-block-start:0}
${contentStyle}
@media (max-width:480px){body{font-size:1rem}}
::highlight(found){background-color:var(--mark);color:var(--ink)}
`;
