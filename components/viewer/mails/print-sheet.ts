import { bodyDocument, contentStyle, paperType } from './body-frame.ts';

/**
 * Copies the element into a document without frames, its pictures loaded. The caller removes the document, also after a
 * rejection.
 */
export async function makeSheet(paper: HTMLElement): Promise<HTMLIFrameElement> {
  const frame = document.createElement('iframe');
  frame.className = 'print-frame';
  frame.setAttribute('sandbox', 'allow-same-origin allow-modals');
  frame.setAttribute('aria-hidden', 'true');
  frame.tabIndex = -1;
  frame.srcdoc = bodyDocument('');
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  document.body.append(frame);
  await loaded;
  const inside = frame.contentDocument;
  const view = inside?.defaultView;
  if (!inside || !view) throw new Error('The frame has no document.');
  inside.documentElement.lang = document.documentElement.lang;
  const copy = paper.cloneNode(true) as HTMLElement;
  const frames = [...paper.querySelectorAll<HTMLIFrameElement>('.mail-frame')];
  for (const [at, place] of [...copy.querySelectorAll('.mail-frame')].entries()) {
    const shown = frames[at]?.contentDocument?.body;
    if (shown) place.replaceWith(copyBody(shown, inside));
  }
  for (const picture of copy.querySelectorAll('img:not(.avatar)')) keepWhole(picture);
  inside.body.append(copy);
  const style = new view.CSSStyleSheet();
  style.replaceSync(`${stylesOfPage()}.mail-sheet{${paperType}}@scope(.mail-sheet){${contentStyle}}`);
  inside.adoptedStyleSheets = [style];
  await Promise.all([...inside.images].map((picture) => picture.decode().catch(() => undefined)));
  return frame;
}

/**
 * Copies a mail's body for printing. Styles are set by script, as in the frame: no policy has to allow `style`
 * attributes.
 */
function copyBody(shown: HTMLElement, inside: Document): HTMLElement {
  const body = inside.createElement('div');
  body.className = 'mail-sheet';
  body.lang = shown.ownerDocument.documentElement.lang;
  const words = shown.cloneNode(true) as HTMLElement;
  const styled = [...words.querySelectorAll<HTMLElement>('[style]')];
  const styles = styled.map(({ style }) => style.cssText);
  for (const element of styled) element.removeAttribute('style');
  while (words.firstChild) body.append(words.firstChild);
  styled.forEach((element, at) => (element.style.cssText = styles[at] ?? ''));
  return body;
}

/** Firefox cuts a picture at the end of a sheet whatever its style says, but no box around it. */
function keepWhole(picture: Element): void {
  const box = picture.ownerDocument.createElement('div');
  box.className = 'sheet-picture';
  picture.replaceWith(box);
  box.append(picture);
}

function stylesOfPage(): string {
  return [...document.styleSheets, ...document.adoptedStyleSheets]
    .flatMap((sheet) => [...sheet.cssRules].map(({ cssText }) => cssText))
    .join('\n');
}
