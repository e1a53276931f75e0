import type { CleanBody } from '../../../lib/mail/mail-library.ts';

/** A style that a mail gives an element of its own. */
export interface OwnStyle {
  element: HTMLElement;
  property: string;
  value: string;
}

/** Collected once for each document, before sentences replace the pictures that are missing. */
const found = new WeakMap<Document, OwnStyle[]>();

/** Applies a mail's own styles in its frame. Colours that would not be readable on the paper of this theme are left out. */
export function applyStyles(frame: HTMLIFrameElement, styles: CleanBody['styles']): void {
  const inside = frame.contentDocument;
  if (!inside) return;
  if (!found.has(inside)) found.set(inside, findElements(inside, styles));
  setStyles(listOwnStyles(inside), getComputedStyle(frame).backgroundColor);
}

/** All styles that a mail has in a document, including those that `applyStyles` leaves out. */
export function listOwnStyles(inside: Document): readonly OwnStyle[] {
  return found.get(inside) ?? [];
}

/** Sets the styles whose colours are readable on a paper of this CSS colour, and removes the others. */
export function setStyles(styles: readonly OwnStyle[], paperColour: string): void {
  const paper = luminance(paperColour);
  const isDark = paper !== undefined && paper < 0.2;
  for (const { element, property, value } of styles) {
    if (property === 'color' && !isReadable(value, paper)) element.style.removeProperty('color');
    else if (property === 'background-color' && isDark) element.style.removeProperty('background-color');
    else element.style.setProperty(property, value);
  }
}

function findElements(inside: Document, styles: CleanBody['styles']): OwnStyle[] {
  const elements = inside.querySelectorAll<HTMLElement>('[data-style]');
  return styles.flatMap(({ element: at, property, value }) => {
    const element = elements[at];
    return element ? [{ element, property, value }] : [];
  });
}

function isReadable(colour: string, paper: number | undefined): boolean {
  const ink = luminance(colour);
  if (ink === undefined || paper === undefined) return false;
  return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05) >= 3;
}

/** Relative luminance by WCAG 2.2 of any colour the browser knows, 0 to 1; undefined when it is none or transparent. */
function luminance(colour: string): number | undefined {
  const canvas = document.createElement('canvas').getContext('2d');
  if (!canvas || !CSS.supports('color', colour)) return undefined;
  // A canvas returns colours as `#rrggbb`, or as `rgba(…)` when they are translucent.
  canvas.fillStyle = colour;
  const written = /^#(..)(..)(..)$/.exec(canvas.fillStyle);
  if (!written) return undefined;
  const [red = 0, green = 0, blue = 0] = written.slice(1).map((pair) => {
    const share = Number.parseInt(pair, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
