import { mailKeyText } from '../mail.ts';
import type { MailRow } from '../mail.ts';
import type { Hits } from './hits.ts';
import { compileTerms, createTextIndex, isNarrower, matchesAll } from './text-index.ts';
import type { MailWords, TextTerm } from './text-index.ts';

/** Looks through the words of all mails, wherever that is done. */
export interface Searcher {
  /** Makes the words ready, again after mails changed; cheap when nothing did. Rejects when they cannot be read. */
  prepare(): Promise<void>;
  /** The mails for which all conditions hold; rejects with an `AbortError` once a later question is asked. */
  find(terms: readonly TextTerm[]): Promise<Hits>;
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
  let keys = '';
  let words: readonly MailWords[] = [];
  let texts: ReadonlyMap<string, string> = new Map();
  let question = 0;
  let answered:
    { terms: readonly TextTerm[]; lookedAt: readonly MailWords[]; isHit: Hits['isHit'] } | undefined;

  async function inSlices(count: number, deed: (at: number) => void, isWanted = () => true): Promise<void> {
    let start = performance.now();
    for (let at = 0; at < count; at++) {
      deed(at);
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
      const found = new Map(pairs);
      const rowKeys = rows.map(mailKeyText);
      const rowWords: MailWords[] = [];
      await inSlices(rows.length, (at) => {
        const row = rows[at];
        const key = rowKeys[at];
        if (row && key !== undefined) rowWords.push(index.put(key, row, found.get(key) ?? row.preview));
      });
      texts = found;
      keys = rowKeys.join('\n');
      words = rowWords;
    },
    async find(terms) {
      const turn = ++question;
      const hits: Hits = { keys, isHit: new Uint8Array(words.length) };
      const { isHit } = hits;
      const lookedAt = words;
      const test = compileTerms(terms);
      // Who goes on typing looks only among what was found before.
      const before =
        answered?.lookedAt === words && isNarrower(terms, answered.terms) ? answered.isHit : undefined;
      await inSlices(
        lookedAt.length,
        (at) => {
          if (before?.[at] === 0) return;
          const each = lookedAt[at];
          if (each && matchesAll(each, test)) isHit[at] = 1;
        },
        () => turn === question,
      );
      answered = { terms, lookedAt, isHit };
      return hits;
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
