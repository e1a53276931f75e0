import type { ErrorCode } from '../errors.ts';
import type { AssetRef, SavedAsset, SavedFile } from '../mail/asset.ts';
import type { AccountKey, Mail, Sender } from '../mail/mail.ts';
import type { BrokenRecord, FeedId, MailRef, Session } from '../sources/source.ts';
import type { Counts } from './reached.ts';
import type { Run } from './run.ts';
import type { FeedState, Walk } from './walk.ts';

/** Time and chance, so that tests own both. */
export interface Clock {
  /** Milliseconds since 1970, as the computer believes; the user or the network may set it at any moment. */
  now(): number;
  /** Milliseconds since some moment of the past; it is never set. What paces, waits and measures uses this one. */
  elapsed(): number;
  /** Resolves after `ms`, rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Uniform in [0, 1). */
  random(): number;
}

/** One attempt on the wire. */
export interface HttpRequest {
  url: string;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: string;
  /** From the background, or inside the service's own page. */
  via: 'background' | 'page';
  /** For `via: 'page'`: whose page. */
  owner: AccountKey;
}

/**
 * Where a web client keeps its cookies and storage: a container in Firefox, the one place of a Chromium profile. It shows
 * one account at a time.
 */
export type Place = string;

export interface HttpAnswer {
  status: number;
  /** Undefined when absent; names in lower case. */
  header(name: string): string | undefined;
  /** The whole body, or the first part of one that is larger than `partBytes`. */
  body: Uint8Array<ArrayBuffer>;
  /**
   * The parts after the first, each of `partBytes` but the last, as they arrive; absent: there are none. Rejects as `send`
   * does. `return` ends the request.
   */
  rest?: AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined>;
}

/**
 * Sends one request once: no retry, no cookies kept, redirects refused, total and stall time-outs.
 * Rejects with `MailArkError` of code `network-failed`, `timed-out`, `redirected`, `permission-missing` or `offline`,
 * or with the signal's reason.
 */
export interface Transport {
  send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer>;
}

/** What a sender is called in the service's list, in the language the list was asked for. */
export interface SenderName extends Sender {
  language: string;
}

/** Keeps the sessions of accounts fresh. One renewal serves all requests of an account that ask at the same time. */
export interface SessionKeeper {
  /**
   * A session other than `rejected`, of the same account. Tries what the source allows (storage of the page, renewal
   * in the page, a newer observed header). Rejects with `SignedOutError` or `AccountChangedError`.
   */
  renew(rejected: Session, signal: AbortSignal): Promise<Session>;
  /** The newest session known for the account, without a request. */
  find(owner: AccountKey): Session | undefined;
  /**
   * The account's session with what the web client says of itself in its own calls. Waits a few seconds for a call where
   * that is only guessed from an open page; returns the session as it is when none comes. Rejects with the signal's reason.
   */
  confirm(session: Session, signal: AbortSignal): Promise<Session>;
}

/** What a page brought, to be written with the walk in one transaction. */
export interface ListedPage {
  refs: MailRef[];
  mails: Mail[];
  broken: BrokenRecord[];
}

/** Some bytes of a file, on their way into the store. */
export interface ArrivingPart {
  /** The file's. */
  key: string;
  /** Where in the file they begin. */
  offset: number;
  bytes: Uint8Array<ArrayBuffer>;
}

/** A mail or asset that could not be saved, for the list the user sees. */
export interface Problem extends AccountKey {
  kind: 'mail' | 'asset';
  /** Mail id or asset key. */
  id: string;
  /**
   * `gone`: the service has it no more. `damaged`: it was refused, or never came whole. `quarantined`: not understood. Each
   * run asks again for what is not gone.
   */
  state: 'gone' | 'damaged' | 'quarantined';
  code: ErrorCode;
  at: string;
}

/** A mail or asset that was refused twice in a run, while others of its kind were served. */
export interface Refusal extends AccountKey, Pick<Problem, 'kind' | 'id' | 'code' | 'at'> {
  /** `startedAt` of the run. */
  run: Run['startedAt'];
}

/**
 * The backup's side of the store. Every method is one short transaction, all or nothing; ones that say something is
 * finished are durable when they resolve. All reject with `StorageFullError` when there is no room: nothing of the call
 * is then stored. Safe to call again with the same arguments.
 */
export interface BackupStore {
  listRuns(): Promise<Run[]>;
  /** `instead`: the id of a run that this one replaces; it is removed. */
  putRun(run: Run, instead?: Run['id']): Promise<void>;

  readFeed(owner: AccountKey, feed: FeedId): Promise<FeedState>;
  /** Ids among these that were listed by a walk up to the watermark: where an incremental walk may stop. */
  findKnown(owner: AccountKey, feed: FeedId, ids: string[]): Promise<Set<string>>;
  /**
   * Writes what listed pages brought together with how far the walk is. Refs already stored in the same version are
   * only marked as seen by this walk; refs with another version are pending again. Returns the refs that now wait.
   */
  putPages(owner: AccountKey, feed: FeedId, pages: ListedPage[], walk: Walk): Promise<MailRef[]>;
  /** What the account's senders are called, as it was last put. */
  readNames(owner: AccountKey): Promise<SenderName[]>;
  /** Notes what senders are called from now on: mails stored later bear these names. */
  putNames(owner: AccountKey, names: SenderName[]): Promise<void>;
  /** Gives the mails stored under another name of their sender the one that was put last. */
  applyNames(owner: AccountKey): Promise<void>;
  /** Refs whose mail is not stored, newest first, `limit` at most; `except` are in work already. */
  listPending(owner: AccountKey, limit: number, except: ReadonlySet<string>): Promise<MailRef[]>;
  /** Stores mails, resolves their refs, and remembers their assets as wanted. Earlier versions of a changed mail are kept. Returns the assets that now wait. */
  putMails(owner: AccountKey, mails: Mail[]): Promise<AssetRef[]>;
  /** Assets still wanted, `limit` at most; `except` are in work already. */
  listWanted(owner: AccountKey, limit: number, except: ReadonlySet<string>): Promise<AssetRef[]>;
  /**
   * Stores the next bytes of a file that is too large for one piece; those from offset 0 take the place of what an earlier try
   * left. Nothing is stored of a file that is saved or unknown, nor bytes that do not follow those before.
   */
  putPart(owner: AccountKey, part: ArrivingPart): Promise<void>;
  /**
   * Packs the bytes and marks the assets saved, in one transaction. One without bytes has them from `putPart`; where they are
   * not all there, it goes on waiting.
   */
  putAssets(owner: AccountKey, assets: (SavedAsset | SavedFile)[]): Promise<void>;
  /** Records what failed; it is not asked for again until `retryProblems`. */
  putProblems(problems: Problem[]): Promise<void>;
  /** The same for what was refused; what becomes of it is decided by `afterRefusal`, from this refusal and those of earlier runs. */
  putRefusals(refusals: Refusal[]): Promise<void>;
  listProblems(owner: AccountKey): Promise<Problem[]>;
  /** Makes what failed wait again, at the start of a run. What is gone stays gone, unless `withGone`. */
  retryProblems(owner: AccountKey, withGone?: boolean): Promise<void>;
  /** Some of the newest mails and assets that came from the service, as they can be asked for. */
  listSavedMails(owner: AccountKey): Promise<MailRef[]>;
  listSavedAssets(owner: AccountKey): Promise<AssetRef[]>;
  /**
   * Ends a walk. Leaves a watermark when no mail of the feed is pending or damaged; after a full walk, marks what it did not
   * see as withdrawn and what it saw again as not. Returns whether the watermark was left. Files do not count: they wait in
   * the store, and no listing is needed to fetch them.
   */
  finishWalk(owner: AccountKey, feed: FeedId, at: string): Promise<boolean>;
  counts(owner: AccountKey): Promise<Counts>;
}
