import { blockElements } from '../../../lib/mail/text-blocks.ts';

/** A text of a document, and its place in all that the document says. */
export interface WordsPiece {
  node: Text;
  start: number;
  end: number;
}

/** What a mail's markup says, and the texts it says it in, in their order. */
export interface ReadWords {
  text: string;
  pieces: readonly WordsPiece[];
}

/**
 * Reads a mail's words from its markup as they were read when it was saved: inline elements part no words, others and `br` do.
 * Leaves out what the viewer adds, the addresses of links and the notes about missing pictures.
 */
export function readWords(body: HTMLElement): ReadWords {
  const said: string[] = [];
  const pieces: WordsPiece[] = [];
  let length = 0;
  const say = (words: string): void => {
    said.push(words);
    length += words.length;
  };
  // Browsers nest elements at most 512 deep.
  const read = (parent: Element): void => {
    for (let node = parent.firstChild; node; node = node.nextSibling) {
      if (isText(node)) {
        const start = length;
        say(node.data);
        pieces.push({ node, start, end: length });
      } else if (isElement(node) && !node.matches('[data-link] > small, .missing')) {
        const parts = node.localName === 'br' || blockElements.has(node.localName);
        if (parts) say('\n');
        read(node);
        if (parts) say('\n');
      }
    }
  };
  read(body);
  return { text: said.join(''), pieces };
}

function isText(node: Node): node is Text {
  return node.nodeType === Node.TEXT_NODE;
}

function isElement(node: Node): node is Element {
  return node.nodeType === Node.ELEMENT_NODE;
}
