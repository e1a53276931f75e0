import { blockElements } from '../../../lib/mail/text-blocks.ts';

/** A text node and the place of its text in the whole text. */
export interface BodyTextPiece {
  node: Text;
  start: number;
  end: number;
}

/** The text of a mail's markup, and its text nodes in order. */
export interface BodyText {
  text: string;
  pieces: readonly BodyTextPiece[];
}

/**
 * Reads a mail's text from its markup by the same rules as when the mail was saved: inline elements do not separate
 * words, other elements and `br` do. Leaves out what the viewer adds: the addresses of links and the notes about
 * missing pictures.
 */
export function readBodyText(body: HTMLElement): BodyText {
  const texts: string[] = [];
  const pieces: BodyTextPiece[] = [];
  let length = 0;
  const append = (text: string): void => {
    texts.push(text);
    length += text.length;
  };
  // Browsers nest elements at most 512 deep.
  const read = (parent: Element): void => {
    for (let node = parent.firstChild; node; node = node.nextSibling) {
      if (isText(node)) {
        const start = length;
        append(node.data);
        pieces.push({ node, start, end: length });
      } else if (isElement(node) && !node.matches('[data-link] > small, .missing')) {
        const isSeparator = node.localName === 'br' || blockElements.has(node.localName);
        if (isSeparator) append('\n');
        read(node);
        if (isSeparator) append('\n');
      }
    }
  };
  read(body);
  return { text: texts.join(''), pieces };
}

function isText(node: Node): node is Text {
  return node.nodeType === Node.TEXT_NODE;
}

function isElement(node: Node): node is Element {
  return node.nodeType === Node.ELEMENT_NODE;
}
