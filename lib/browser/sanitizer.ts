import DOMPurify from 'dompurify';
import type { CleanBody, SanitizeBody } from '../mail/mail-library.ts';
import { srcsetAddresses } from '../mail/srcset.ts';

/** Incremented when the same mail would be sanitised differently: cached results of other versions are discarded. */
export const sanitizerVersion = 2;

const allowedTags = (
  'a abbr article b bdi bdo big blockquote br caption center cite code dd del details dfn div dl dt em figcaption ' +
  'figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p pre q rp rt ruby s samp section small ' +
  'span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr'
).split(' ');

const plainAttributes = ['alt', 'colspan', 'dir', 'lang', 'rowspan', 'start', 'title'];

const addressAttributes = ['src', 'data-src', 'data-original', 'srcset', 'data-srcset'];
const addressLists = new Set(['srcset', 'data-srcset']);

/** The CSS properties that a mail may use: none that places a box over others, loads, counts or animates. */
const styleProperties = new Set(
  (
    'background-color border-bottom-color border-bottom-style border-bottom-width border-left-color border-left-style ' +
    'border-left-width border-right-color border-right-style border-right-width border-top-color border-top-style ' +
    'border-top-width color font-size font-style font-weight letter-spacing line-height margin-bottom margin-left ' +
    'margin-right margin-top padding-bottom padding-left padding-right padding-top text-align text-decoration-line ' +
    'text-indent vertical-align white-space'
  ).split(' '),
);

const plainValue = /^[-\w\s.%#,]{1,60}$/;
// Browsers serialise every colour as this one function.
const colourValue = /^rgba?\([\d\s.,%/]{1,40}\)$/;

/** Raster images only; an SVG could contain more than a picture. */
const inlinePicture = /^data:image\/(?:png|jpeg|gif|webp|avif|bmp);base64,[A-Za-z0-9+/=\s]+$/;

const firstPass = {
  ALLOWED_TAGS: allowedTags,
  ALLOWED_ATTR: [...plainAttributes, ...addressAttributes, 'href', 'style', 'color', 'align'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  // Addresses are only read here and never kept; the second pass allows no attribute with an address except a checked
  // `src`.
  ALLOWED_URI_REGEXP: /^[^]*$/,
  FORBID_CONTENTS: (
    'annotation-xml audio desc foreignobject frameset head iframe math noembed noframes noscript object plaintext script ' +
    'select style svg template textarea title video xmp'
  ).split(' '),
};

const secondPass = {
  ALLOWED_TAGS: allowedTags.filter((tag) => tag !== 'a' && tag !== 'font' && tag !== 'center'),
  ALLOWED_ATTR: [...plainAttributes, 'src', 'data-asset', 'data-style', 'data-link'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOWED_URI_REGEXP: inlinePicture,
  ADD_URI_SAFE_ATTR: [...plainAttributes, 'data-asset', 'data-style', 'data-link'],
};

/**
 * Sanitises a mail's HTML in two string passes of DOMPurify: the result of the first is rewritten in a document without
 * a window (pictures become `data-asset`, styles become a list, links become text), and the second allows only that.
 * Needs a page's DOM; never throws.
 */
export const sanitizeBody: SanitizeBody = (html, findAssetKey): CleanBody => {
  const inert = new DOMParser().parseFromString(DOMPurify.sanitize(html, firstPass), 'text/html');
  for (const element of inert.body.querySelectorAll('img')) rewritePicture(element, findAssetKey);
  for (const element of [...inert.body.querySelectorAll('a')]) rewriteLink(element);
  const declarations = new Map<string, [string, string][]>();
  for (const element of inert.body.querySelectorAll('[style], [color], [align], center')) {
    collectStyle(element, declarations);
  }
  for (const element of [...inert.body.querySelectorAll('font, center')]) renameElement(element);
  return describe(DOMPurify.sanitize(inert.body.innerHTML, secondPass), declarations);
};

/** Reads the result of the second pass, so that styles and keys refer only to elements that exist. */
function describe(html: string, declarations: ReadonlyMap<string, [string, string][]>): CleanBody {
  const left = new DOMParser().parseFromString(html, 'text/html');
  const styles: CleanBody['styles'] = [];
  left.querySelectorAll('[data-style]').forEach((element, index) => {
    for (const [property, value] of declarations.get(element.getAttribute('data-style') ?? '') ?? []) {
      styles.push({ element: index, property, value });
    }
  });
  const assetKeys = [...left.querySelectorAll('[data-asset]')].map(
    (element) => element.getAttribute('data-asset') ?? '',
  );
  return { html, styles, assetKeys };
}

function rewritePicture(element: Element, findAssetKey: (address: string) => string | undefined): void {
  const addresses = addressAttributes.flatMap((name) => {
    const value = element.getAttribute(name)?.trim() ?? '';
    element.removeAttribute(name);
    return addressLists.has(name) ? srcsetAddresses(value) : [value];
  });
  const inline = addresses.find((address) => inlinePicture.test(address));
  for (const address of addresses) {
    const key = address === '' ? undefined : findAssetKey(address);
    if (key === undefined) continue;
    element.setAttribute('data-asset', key);
    return;
  }
  if (inline !== undefined) element.setAttribute('src', inline);
  // A picture that is not saved is replaced by its alternative text.
  else element.replaceWith(element.getAttribute('alt') ?? '');
}

/** The text of a link stays; its address follows in brackets, to be read and copied but not followed. */
function rewriteLink(link: Element): void {
  const address = link.getAttribute('href')?.trim() ?? '';
  const span = renamed(link, 'span');
  span.removeAttribute('href');
  if (!/^(?:https?|mailto|tel):/i.test(address)) return;
  span.setAttribute('data-link', '');
  const text = span.textContent.trim();
  if (text === '' || text === address || text === address.replace(/^\w+:(?:\/\/)?|\/$/g, '')) {
    if (text === '' && !span.querySelector('img')) span.append(address);
    return;
  }
  const note = link.ownerDocument.createElement('small');
  note.textContent = ` (${address})`;
  span.append(note);
}

function collectStyle(element: Element, declarations: Map<string, [string, string][]>): void {
  // A detached declaration block: it loads nothing, and the page's CSP does not apply to it as to `style=`.
  const block = document.createElement('span').style;
  if (element.localName === 'center') block.textAlign = 'center';
  const align = element.getAttribute('align');
  if (align !== null) block.textAlign = align;
  const colour = element.getAttribute('color');
  if (colour !== null) block.color = colour;
  const own = element.getAttribute('style') ?? '';
  if (own.length <= 4000) block.cssText += `;${own}`;
  for (const name of ['style', 'align', 'color']) element.removeAttribute(name);

  const kept: [string, string][] = [];
  for (const property of block) {
    const value = block.getPropertyValue(property);
    if (
      styleProperties.has(property) &&
      !leftByShorthand.has(value) &&
      (plainValue.test(value) || colourValue.test(value))
    ) {
      kept.push([property, value]);
    }
  }
  if (kept.length === 0) return;
  const name = `s${declarations.size}`;
  declarations.set(name, kept);
  element.setAttribute('data-style', name);
}

/**
 * The values a shorthand sets in properties it does not name: `initial` in Chromium, the colour it stands for in
 * Firefox.
 */
const leftByShorthand: ReadonlySet<string> = new Set(['initial', 'rgba(0, 0, 0, 0)']);

function renameElement(element: Element): void {
  renamed(element, element.localName === 'center' ? 'div' : 'span');
}

function renamed(element: Element, tag: string): HTMLElement {
  const other = element.ownerDocument.createElement(tag);
  for (const { name, value } of [...element.attributes]) other.setAttribute(name, value);
  // One by one: a call accepts fewer arguments than an element may have children.
  while (element.firstChild) other.append(element.firstChild);
  element.replaceWith(other);
  return other;
}
