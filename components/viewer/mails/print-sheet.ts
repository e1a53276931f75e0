import { bodyDocument, contentStyle, paperType } from './body-frame.ts';
import { listOwnStyles, setStyles } from './own-styles.ts';

/**
 * Copies the element into a document without frames, sandboxed like the frames of mails, and loads its pictures. The caller
 * removes the document, also after a rejection.
 */
export async function makeSheet(part: HTMLElement): Promise<HTMLIFrameElement> {
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
  const style = new view.CSSStyleSheet();
  style.replaceSync(`${stylesOfPage()}.mail-sheet{${paperType}}@scope(.mail-sheet){${contentStyle}}`);
  inside.adoptedStyleSheets = [style];
  const { lang, dataset } = document.documentElement;
  inside.documentElement.lang = lang;
  inside.documentElement.dataset['textSize'] = dataset['textSize'] ?? '';
  // Browsers print the title above each sheet and suggest it as a file name.
  inside.title = document.title;
  inside.body.append(copyPart(part, inside));
  await Promise.all([...inside.images].map(whenLoaded));
  return frame;
}

/** Copies the element with `importNode`: a picture that is adopted from another document is loaded a second time. */
function copyPart(part: HTMLElement, inside: Document): HTMLElement {
  const copy = inside.importNode(part, true);
  const frames = [...part.querySelectorAll<HTMLIFrameElement>('.mail-frame')];
  for (const [at, place] of [...copy.querySelectorAll('.mail-frame')].entries()) {
    const shown = frames[at]?.contentDocument?.body;
    if (shown) place.replaceWith(copyBody(shown, inside));
  }
  for (const picture of copy.querySelectorAll('img:not(.avatar, [data-small])')) keepWhole(picture);
  for (const field of copy.querySelectorAll('textarea')) writeOut(field);
  return copy;
}

/**
 * Copies a mail's body for printing, in its own colours where they are readable on white. Styles are set by script, as in the
 * frame: no policy has to allow `style` attributes.
 */
function copyBody(shown: HTMLElement, inside: Document): HTMLElement {
  const body = inside.createElement('div');
  body.className = 'mail-sheet';
  body.lang = shown.ownerDocument.documentElement.lang;
  const words = inside.importNode(shown, true);
  const copies = [...words.querySelectorAll<HTMLElement>('*')];
  const copyOf = new Map([...shown.querySelectorAll('*')].map((element, at) => [element, copies[at]]));
  for (const copy of copies) copy.removeAttribute('style');
  while (words.firstChild) body.append(words.firstChild);
  const styles = listOwnStyles(shown.ownerDocument).flatMap(({ element, property, value }) => {
    const copy = copyOf.get(element);
    return copy ? [{ element: copy, property, value }] : [];
  });
  setStyles(styles, 'white');
  return body;
}

/** Wraps the picture: Firefox ignores `break-inside` on pictures and breaks them across sheets, but not the box around one. */
function keepWhole(picture: Element): void {
  const box = picture.ownerDocument.createElement('div');
  box.className = 'sheet-picture';
  picture.replaceWith(box);
  box.append(picture);
}

/** Replaces the field by its whole text: printed, a field shows only its visible lines. */
function writeOut(field: HTMLTextAreaElement): void {
  const text = field.ownerDocument.createElement('p');
  text.className = 'note-text';
  text.dir = 'auto';
  text.textContent = field.value;
  if (field.value === '') field.closest('.note')?.remove();
  else field.replaceWith(text);
}

/** Resolves when the picture is decoded or has failed. `decode` alone is not enough: it rejects when loading restarts. */
async function whenLoaded(picture: HTMLImageElement): Promise<void> {
  while (!picture.complete) {
    await new Promise((resolve) => {
      picture.addEventListener('load', resolve, { once: true });
      picture.addEventListener('error', resolve, { once: true });
    });
  }
  await picture.decode().catch(() => undefined);
}

function stylesOfPage(): string {
  return [...document.styleSheets, ...document.adoptedStyleSheets]
    .flatMap((sheet) => [...sheet.cssRules].map(({ cssText }) => cssText))
    .join('\n');
}
