import { mailKeyText } from '../mail.ts';
import type { MailRow } from '../mail.ts';
import type { Hits } from './hits.ts';
import { compileTerms, createTextIndex, isNarrower, matchesAll } from './text-index.ts';
import type { FoldedMail, TextTerm } from './text-index.ts';

/** Searches the texts of all mails, in this thread or another. */
export interface Searcher {
  /** Loads the texts, and again after mails changed; cheap when nothing changed. Rejects when they cannot be read. */
  prepare(): Promise<void>;
  /** Finds the mails that match all terms; rejects with an `AbortError` once another `find` is called. */
  find(terms: readonly TextTerm[]): Promise<Hits>;
  /** The texts of mails by key, as far as they are loaded. */
  textsOf(keys: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** The data a searcher reads. */
export interface SearchSource {
  listMails(): Promise<readonly MailRow[]>;
  /** As `[mailKeyText, text]`. */
  listTexts(): Promise<readonly (readonly [string, string])[]>;
}

/** The time a searcher works before other tasks get their turn, in milliseconds. */
const sliceMs = 8;

/**
 * Creates a searcher in this thread. It works in slices, with `rest` between them, so that a page in the same thread
 * stays responsive.
 */
export function createSearcher(source: SearchSource, rest: () => Promise<void>): Searcher {
  const index = createTextIndex();
  let keys = '';
  let mails: readonly FoldedMail[] = [];
  let texts: ReadonlyMap<string, string> = new Map();
  let latest = 0;
  let answered:
    { terms: readonly TextTerm[]; searched: readonly FoldedMail[]; isHit: Hits['isHit'] } | undefined;

  async function inSlices(count: number, visit: (at: number) => void, isWanted = () => true): Promise<void> {
    let start = performance.now();
    for (let at = 0; at < count; at++) {
      visit(at);
      // Reading the clock costs about as much as testing a short mail.
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
      const folded: FoldedMail[] = [];
      await inSlices(rows.length, (at) => {
        const row = rows[at];
        const key = rowKeys[at];
        if (row && key !== undefined) folded.push(index.put(key, row, found.get(key) ?? row.preview));
      });
      texts = found;
      keys = rowKeys.join('\n');
      mails = folded;
    },
    async find(terms) {
      const turn = ++latest;
      const hits: Hits = { keys, isHit: new Uint8Array(mails.length) };
      const { isHit } = hits;
      const searched = mails;
      const test = compileTerms(terms);
      // A longer query can only match what the shorter one matched.
      const before =
        answered?.searched === mails && isNarrower(terms, answered.terms) ? answered.isHit : undefined;
      await inSlices(
        searched.length,
        (at) => {
          if (before?.[at] === 0) return;
          const each = searched[at];
          if (each && matchesAll(each, test)) isHit[at] = 1;
        },
        () => turn === latest,
      );
      answered = { terms, searched, isHit };
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
