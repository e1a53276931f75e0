import type { CleanBody } from '../../../lib/mail/mail-library.ts';

/** Applies a mail's own styles. Colours that would not be readable on the paper of this theme are left out. */
export function applyStyles(frame: HTMLIFrameElement, styles: CleanBody['styles']): void {
  const elements = frame.contentDocument?.querySelectorAll<HTMLElement>('[data-style]') ?? [];
  const paper = luminance(getComputedStyle(frame).backgroundColor);
  const isDark = paper !== undefined && paper < 0.2;
  for (const { element, property, value } of styles) {
    const style = elements[element]?.style;
    if (!style) continue;
    if (property === 'color' && !isReadable(value, paper)) style.removeProperty('color');
    else if (property === 'background-color' && isDark) style.removeProperty('background-color');
    else style.setProperty(property, value);
  }
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
