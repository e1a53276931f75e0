import type { BackupStore, ListedPage, Problem, Refusal, SenderName } from '../../lib/backup/ports.ts';
import type { Counts } from '../../lib/backup/reached.ts';
import type { FeedState, Walk } from '../../lib/backup/walk.ts';
import type { Run } from '../../lib/backup/run.ts';
import { afterRefusal, type Trouble } from '../../lib/backup/verdict.ts';
import { watermarkOf } from '../../lib/backup/watermark.ts';
import type { AssetRef, AssetState, SavedFile } from '../../lib/mail/asset.ts';
import type { AccountKey, Mail } from '../../lib/mail/mail.ts';
import type { FeedId, MailRef } from '../../lib/sources/source.ts';

/** A store with additional members for tests. */
export interface MemoryStore extends BackupStore {
  /** The number of writing transactions so far. */
  readonly commits: number;
  /** The method and the number of items of each writing transaction: `putMails 50`. */
  readonly log: readonly string[];
  /** All that was saved, in an order that does not depend on when. */
  content(owner: AccountKey): StoredContent;
}

/** The content of a mailbox for comparison. */
export interface StoredContent {
  mails: Mail[];
  assets: { key: string; state: AssetState; sha256?: string; sizeBytes?: number }[];
  problems: { kind: string; id: string; state: string; code: string }[];
  withdrawn: string[];
}

/** Hooks around writing transactions. */
export interface MemoryStoreOptions {
  /** Called before each writing transaction with its number, from 1; may throw or never resolve. */
  beforeCommit?: (number: number, method: string) => Promise<void> | void;
  /** Called after each writing transaction, before its promise resolves. */
  afterCommit?: (number: number, method: string) => Promise<void> | void;
}

type Ref = {
  ref: MailRef;
  state: 'pending' | 'saved' | 'failed';
  order: number;
  isWithdrawn: boolean;
  seen: Map<FeedId, { first: number; last: number }>;
};
type Asset = { ref: AssetRef; state: AssetState; order: number; saved?: SavedFile; arrivedBytes?: number };

interface Account {
  feeds: Map<FeedId, FeedState>;
  refs: Map<string, Ref>;
  mails: Map<string, Mail>;
  assets: Map<string, Asset>;
  problems: Map<string, Problem>;
  /** By the key of the problem. */
  troubles: Map<string, Trouble>;
  names: Map<string, SenderName>;
}

/** A store in memory: it fulfils the port's contract, each call at once and atomically. */
export function aMemoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  const accounts = new Map<string, Account>();
  const runs = new Map<string, Run>();
  const log: string[] = [];
  let commits = 0;
  let order = 0;

  function of({ service, account }: AccountKey): Account {
    const key = `${service}/${account}`;
    let found = accounts.get(key);
    if (!found) {
      found = {
        feeds: new Map(),
        refs: new Map(),
        mails: new Map(),
        assets: new Map(),
        problems: new Map(),
        troubles: new Map(),
        names: new Map(),
      };
      accounts.set(key, found);
    }
    return found;
  }

  async function commit<T>(method: string, items: number, change: () => T): Promise<T> {
    const number = commits + 1;
    await options.beforeCommit?.(number, method);
    const result = change();
    commits += 1;
    log.push(`${method} ${items}`);
    await options.afterCommit?.(commits, method);
    return structuredClone(result);
  }

  function see(account: Account, feed: FeedId, walk: Walk, id: string, ref: MailRef): Ref {
    let known = account.refs.get(id);
    if (!known) {
      // Mails of a later walk are newer.
      known = {
        ref,
        state: 'pending',
        order: order++ - walk.number * 1e9,
        isWithdrawn: false,
        seen: new Map(),
      };
      account.refs.set(id, known);
    }
    const seen = known.seen.get(feed);
    known.seen.set(feed, { first: seen?.first ?? walk.number, last: walk.number });
    return known;
  }

  function named(account: Account, mail: Mail): Mail {
    const name = account.names.get(mail.from.id)?.name ?? mail.from.name;
    return { ...structuredClone(mail), from: { id: mail.from.id, name } };
  }

  function saveMail(account: Account, mail: Mail): AssetRef[] {
    account.mails.set(mail.id, named(account, mail));
    account.problems.delete(`mail/${mail.id}`);
    account.troubles.delete(`mail/${mail.id}`);
    const waiting: AssetRef[] = [];
    for (const ref of mail.assets) {
      const stored = { ...ref, url: ref.url.replace(/\?.*$/s, '') };
      if (!account.assets.has(ref.key))
        account.assets.set(ref.key, {
          ref: stored,
          state: 'wanted',
          order: order++ - Date.parse(mail.receivedAt) * 1e3,
        });
      if (account.assets.get(ref.key)?.state === 'wanted') waiting.push(stored);
    }
    return waiting;
  }

  function putPages(owner: AccountKey, feed: FeedId, pages: ListedPage[], walk: Walk): MailRef[] {
    const account = of(owner);
    const waiting: MailRef[] = [];
    for (const page of pages) {
      for (const ref of page.refs) {
        const known = see(account, feed, walk, ref.id, ref);
        if (known.ref.version !== ref.version) {
          known.state = 'pending';
          account.problems.delete(`mail/${ref.id}`);
        }
        known.ref = ref;
        if (known.state === 'pending') waiting.push(ref);
      }
      for (const mail of page.mails) {
        see(account, feed, walk, mail.id, { id: mail.id, version: '', raw: '' }).state = 'saved';
        saveMail(account, mail);
      }
      for (const { field, raw, id = `broken ${field} ${raw}` } of page.broken) {
        const wasKnown = account.refs.has(id);
        const known = see(account, feed, walk, id, { id, version: '', raw });
        if (wasKnown) continue;
        known.state = 'failed';
        const { service, account: label } = owner;
        const problem = { service, account: label, kind: 'mail', id, code: 'broken-record' } as const;
        account.problems.set(`mail/${id}`, {
          ...problem,
          state: 'quarantined',
          at: '2026-01-01T00:00:00.000Z',
        });
      }
    }
    account.feeds.set(feed, { ...account.feeds.get(feed), walk: structuredClone(walk) });
    return waiting;
  }

  function finishWalk(account: Account, feed: FeedId, at: string): boolean {
    const state = account.feeds.get(feed);
    const walk = state?.walk;
    if (!walk) return false;
    const isOfFeed = (mailId: string) => account.refs.get(mailId)?.seen.has(feed) ?? mailId === feed;
    if (walk.isFull)
      for (const ref of account.refs.values()) {
        const seen = ref.seen.get(feed);
        if (seen) ref.isWithdrawn = seen.last !== walk.number;
      }
    const isPending = [...account.refs].some(([id, { state }]) => state === 'pending' && isOfFeed(id));
    const isDamaged = [...account.problems.values()].some(
      ({ state, kind, id }) => state === 'damaged' && kind === 'mail' && isOfFeed(id),
    );
    if (isPending || isDamaged) return false;
    account.feeds.set(feed, { ...state, watermark: watermarkOf(walk, at) });
    return true;
  }

  function putProblem(problem: Problem): void {
    const account = of(problem);
    account.problems.set(`${problem.kind}/${problem.id}`, problem);
    if (problem.kind === 'mail') {
      const ref = account.refs.get(problem.id);
      if (ref) ref.state = 'failed';
    } else {
      const asset = account.assets.get(problem.id);
      if (asset) asset.state = problem.state === 'gone' ? 'gone' : 'damaged';
    }
  }

  function putRefusal(refusal: Refusal): void {
    const { service, account, kind, id, code, at } = refusal;
    const { troubles } = of(refusal);
    const { state, trouble } = afterRefusal(troubles.get(`${kind}/${id}`), refusal);
    troubles.set(`${kind}/${id}`, trouble);
    putProblem({ service, account, kind, id, state, code, at });
  }

  function retryProblems(account: Account, withGone: boolean): void {
    for (const [key, { kind, id, state }] of account.problems) {
      if (state === 'gone' && !withGone) continue;
      account.problems.delete(key);
      const ref = kind === 'mail' ? account.refs.get(id) : undefined;
      if (ref) ref.state = 'pending';
      const asset = kind === 'asset' ? account.assets.get(id) : undefined;
      if (asset) asset.state = 'wanted';
    }
  }

  function counts(account: Account): Counts {
    const refs = [...account.refs.values()];
    const assets = [...account.assets.values()];
    return {
      mailsListed: refs.filter(({ isWithdrawn }) => !isWithdrawn).length,
      mailsSaved: account.mails.size,
      mailsFailed: refs.filter(({ state }) => state === 'failed').length,
      assetsWanted: assets.filter(({ state }) => state === 'wanted').length,
      assetsSaved: assets.filter(({ state }) => state === 'saved').length,
      assetsFailed: assets.filter(({ state }) => state === 'gone' || state === 'damaged').length,
      sizeBytes: assets.reduce((sum, { saved }) => sum + (saved?.sizeBytes ?? 0), 0),
    };
  }

  const waitingOf = <T extends { order: number }>(
    all: Iterable<[string, T]>,
    limit: number,
    except: ReadonlySet<string>,
    isWaiting: (item: T) => boolean,
  ) =>
    [...all]
      .filter(([key, item]) => isWaiting(item) && !except.has(key))
      .sort(([, a], [, b]) => a.order - b.order)
      .slice(0, limit)
      .map(([, item]) => item);

  return {
    get commits() {
      return commits;
    },
    log,
    listRuns: () => Promise.resolve(structuredClone([...runs.values()])),
    readNames: (owner) => Promise.resolve(structuredClone([...of(owner).names.values()])),
    putNames: (owner, names) =>
      commit('putNames', names.length, () => {
        for (const each of names) of(owner).names.set(each.id, structuredClone(each));
      }),
    applyNames: (owner) =>
      commit('applyNames', 1, () => {
        const account = of(owner);
        for (const mail of account.mails.values()) account.mails.set(mail.id, named(account, mail));
      }),
    putRun: (run, instead) =>
      commit('putRun', 1, () => {
        if (instead !== undefined) runs.delete(instead);
        runs.set(run.id, structuredClone(run));
      }),
    readFeed: (owner, feed) => Promise.resolve(structuredClone(of(owner).feeds.get(feed) ?? {})),
    async findKnown(owner, feed, ids) {
      const account = of(owner);
      const upTo = account.feeds.get(feed)?.watermark?.walk ?? -1;
      return new Set(ids.filter((id) => (account.refs.get(id)?.seen.get(feed)?.first ?? Infinity) <= upTo));
    },
    putPages: (owner, feed, pages, walk) =>
      commit('putPages', pages.length, () => putPages(owner, feed, pages, walk)),
    listPending: async (owner, limit, except) =>
      waitingOf(of(owner).refs, limit, except, ({ state }) => state === 'pending').map(({ ref }) =>
        structuredClone(ref),
      ),
    putMails: (owner, mails) =>
      commit('putMails', mails.length, () => {
        const waiting = mails.flatMap((mail) => {
          const account = of(owner);
          const ref = account.refs.get(mail.id);
          if (ref) ref.state = 'saved';
          return saveMail(account, mail);
        });
        return [...new Map(waiting.map((asset) => [asset.key, asset])).values()];
      }),
    listWanted: async (owner, limit, except) =>
      waitingOf(of(owner).assets, limit, except, ({ state }) => state === 'wanted').map(({ ref }) =>
        structuredClone(ref),
      ),
    putPart: (owner, { key, offset, bytes }) =>
      commit('putPart', 1, () => {
        const asset = of(owner).assets.get(key);
        if (!asset || asset.state === 'saved' || (offset > 0 && asset.arrivedBytes !== offset)) return;
        asset.arrivedBytes = offset + bytes.length;
      }),
    putAssets: (owner, assets) =>
      commit('putAssets', assets.length, () => {
        for (const each of assets) {
          const { bytes: _, ...saved } = { bytes: undefined, ...each };
          const asset = of(owner).assets.get(saved.key);
          if (!asset) throw new Error(`No mail refers to ${saved.key}.`);
          if (!('bytes' in each) && asset.arrivedBytes !== each.sizeBytes) continue;
          Object.assign(asset, { state: 'saved', saved });
          of(owner).problems.delete(`asset/${saved.key}`);
          of(owner).troubles.delete(`asset/${saved.key}`);
        }
      }),
    putProblems: (problems) => commit('putProblems', problems.length, () => problems.forEach(putProblem)),
    putRefusals: (refusals) => commit('putRefusals', refusals.length, () => refusals.forEach(putRefusal)),
    listProblems: async (owner) => structuredClone([...of(owner).problems.values()]),
    retryProblems: (owner, withGone = false) =>
      commit('retryProblems', 1, () => retryProblems(of(owner), withGone)),
    listSavedMails: async (owner) =>
      [...of(owner).mails.values()]
        .toSorted((a, b) => b.receivedAt.localeCompare(a.receivedAt))
        .map(({ id, raw }) => ({ id, version: '', raw })),
    listSavedAssets: async (owner) =>
      [...of(owner).assets.values()]
        .filter(({ state }) => state === 'saved')
        .map(({ ref }) => structuredClone(ref)),
    finishWalk: (owner, feed, at) => commit('finishWalk', 1, () => finishWalk(of(owner), feed, at)),
    counts: async (owner) => counts(of(owner)),
    content(owner) {
      const account = of(owner);
      const byId =
        <T>(idOf: (item: T) => string) =>
        (a: T, b: T) =>
          idOf(a) < idOf(b) ? -1 : 1;
      return structuredClone({
        mails: [...account.mails.values()].sort(byId(({ id }) => id)),
        assets: [...account.assets.entries()]
          .map(([key, { state, saved }]) => ({
            key,
            state,
            ...(saved ? { sha256: saved.sha256, sizeBytes: saved.sizeBytes } : {}),
          }))
          .sort(byId(({ key }) => key)),
        problems: [...account.problems.values()]
          .map(({ kind, id, state, code }) => ({ kind, id, state, code }))
          .sort(byId(({ kind, id }) => kind + id)),
        withdrawn: [...account.refs]
          .filter(([, { isWithdrawn }]) => isWithdrawn)
          .map(([id]) => id)
          .sort(),
      });
    },
  };
}
