import { mailKeyText } from '../mail.ts';
import type { MailRow } from '../mail.ts';
import { compileTerms, createTextIndex } from './text-index.ts';
import type { TextTerm } from './text-index.ts';

/** Looks through the words of all mails, wherever that is done. */
export interface Searcher {
  /** Makes the words ready, again after mails changed; cheap when nothing did. Rejects when they cannot be read. */
  prepare(): Promise<void>;
  /** The keys of the mails for which all conditions hold; rejects with an `AbortError` once a later question is asked. */
  find(terms: readonly TextTerm[]): Promise<ReadonlySet<string>>;
  /** The words of mails, by key, as far as they are ready. */
  textsOf(keys: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** What a searcher reads. */
export interface SearchSource {
  listMails(): Promise<readonly MailRow[]>;
  /** As `[mailKeyText, text]`. */
  listTexts(): Promise<readonly (readonly [string, string])[]>;
}

/** How long a searcher works before others get their turn, in milliseconds. */
const sliceMs = 8;

/**
 * A searcher in the thread it is made in. It works in slices, with `rest` between them, so that a page it shares its thread
 * with stays lively.
 */
export function createSearcher(source: SearchSource, rest: () => Promise<void>): Searcher {
  const index = createTextIndex();
  let keys: string[] = [];
  let texts: ReadonlyMap<string, string> = new Map();
  let question = 0;

  async function inSlices<T>(
    items: readonly T[],
    deed: (item: T) => void,
    isWanted = () => true,
  ): Promise<void> {
    let start = performance.now();
    for (const [at, item] of items.entries()) {
      deed(item);
      // A look at the clock costs about as much as a short mail.
      if (at % 64 !== 63 || performance.now() - start < sliceMs) continue;
      await rest();
      if (!isWanted()) throw new DOMException('Something else was asked.', 'AbortError');
      start = performance.now();
    }
  }

  return {
    async prepare() {
      const [rows, pairs] = await Promise.all([source.listMails(), source.listTexts()]);
      texts = new Map(pairs);
      const found: string[] = [];
      await inSlices(rows, (row) => {
        const key = mailKeyText(row);
        const text = texts.get(key) ?? row.preview;
        if (!index.has(key, row, text)) index.put(key, row, text);
        found.push(key);
      });
      keys = found;
    },
    async find(terms) {
      const turn = ++question;
      const test = compileTerms(terms);
      const found = new Set<string>();
      await inSlices(
        keys,
        (key) => {
          if (index.matches(key, test)) found.add(key);
        },
        () => turn === question,
      );
      return found;
    },
    textsOf: (wanted) =>
      Promise.resolve(
        new Map(
          wanted.flatMap((key): [string, string][] => {
            const text = texts.get(key);
            return text === undefined ? [] : [[key, text]];
          }),
        ),
      ),
  };
}
