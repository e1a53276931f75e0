import { rest } from '../../mail/search/rest.ts';
import type { NamedSource } from '../../mail/named-library.ts';
import { createSearcher, type Searcher } from '../../mail/search/searcher.ts';
import type { Hits } from '../../mail/search/hits.ts';
import type { TextTerm } from '../../mail/search/text-index.ts';

/** The requests of the page to its search worker. */
interface Questions {
  prepare(): undefined;
  /** `keys` is undefined when it is the same as in the answer before. */
  find(terms: readonly TextTerm[]): { keys: string | undefined; isHit: Hits['isHit'] };
  textsOf(keys: readonly string[]): ReadonlyMap<string, string>;
}

type Question = {
  [Name in keyof Questions]: { name: Name; args: Parameters<Questions[Name]> };
}[keyof Questions];
type Answer = { id: number } & ({ value: ReturnType<Questions[keyof Questions]> } | { error: string });

/** The worker's end: reads the mails itself, so that the texts never pass through the page's thread. */
export function answerSearches(
  source: NamedSource | Promise<NamedSource>,
  scope: DedicatedWorkerScope,
): void {
  let sent: string | undefined;
  const searcher = createSearcher(
    {
      listMails: async () => (await source).listMails(),
      listTexts: async () => (await source).listTexts(),
    },
    rest,
  );
  const answer = async (question: Question) => {
    switch (question.name) {
      case 'prepare':
        await searcher.prepare();
        return undefined;
      case 'find': {
        const { keys, isHit } = await searcher.find(...question.args);
        const isSent = keys === sent;
        sent = keys;
        return { keys: isSent ? undefined : keys, isHit };
      }
      case 'textsOf':
        return searcher.textsOf(...question.args);
    }
  };
  scope.addEventListener('message', ({ data }) => {
    const { id, ...question } = data as { id: number } & Question;
    void answer(question).then(
      (value) => scope.postMessage({ id, value }),
      (error: unknown) => scope.postMessage({ id, error: error instanceof Error ? error.name : 'Error' }),
    );
  });
}

/** The members of a worker's global scope that are used. */
export interface DedicatedWorkerScope {
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  postMessage(message: unknown): void;
}

/** The page's end. A worker that cannot be started, or fails, is replaced by a searcher in the page's own thread. */
export function createWorkerSearcher(start: () => Worker, source: NamedSource): Searcher {
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  let worker: Worker | undefined;
  let own: Searcher | undefined;
  let keys = '';
  let lastId = 0;

  const giveUp = (): void => {
    own ??= createSearcher(source, rest);
    worker?.terminate();
    for (const { reject } of waiting.values()) reject(new Error('The search worker broke.'));
    waiting.clear();
  };
  const ask = <Name extends keyof Questions>(name: Name, ...args: Parameters<Questions[Name]>) =>
    new Promise<ReturnType<Questions[Name]>>((resolve, reject) => {
      if (!worker) {
        worker = start();
        worker.onerror = giveUp;
        worker.onmessage = ({ data }: MessageEvent<Answer>) => {
          const asked = waiting.get(data.id);
          waiting.delete(data.id);
          if ('error' in data) asked?.reject(new DOMException('The search was not finished.', data.error));
          else asked?.resolve(data.value as never);
        };
      }
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, name, args });
    });

  return {
    async prepare() {
      if (own) return own.prepare();
      try {
        await ask('prepare');
      } catch (error) {
        // Only a failed worker leaves a searcher in the page; an error of the store would be the same there.
        if (own === undefined) throw error;
        await (own as Searcher).prepare();
      }
    },
    async find(terms) {
      if (own) return own.find(terms);
      const found = await ask('find', terms);
      // Answers arrive in the order of the requests.
      keys = found.keys ?? keys;
      return { keys, isHit: found.isHit };
    },
    textsOf: (wanted) => (own ? own.textsOf(wanted) : ask('textsOf', wanted)),
  };
}
