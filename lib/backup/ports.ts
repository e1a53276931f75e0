import type { ErrorCode } from '../errors.ts';
import type { AssetFacts, AssetRef } from '../mail/asset.ts';
import type { AccountKey, Mail, Mailbox, Sender } from '../mail/mail.ts';
import type { BrokenRecord, Cursor, FeedId, MailRef, Session } from '../sources/source.ts';

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
  body: Uint8Array<ArrayBuffer>;
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

/** Why a run rests without the user's request. It goes on by itself when the reason is gone. */
export type RestReason =
  | 'signed-out'
  | 'account-changed'
  | 'not-allowed-yet' //                 the browser's question is open, or was answered with no
  | 'permission-missing' //              the run was allowed before, and is no more
  | 'storage-full'
  | 'offline'
  | 'unreachable'
  | 'asked-to-wait';

export type RunState =
  | { phase: 'waiting'; reason: RestReason; until?: string }
  | { phase: 'active' }
  | { phase: 'paused' } //               by the user; survives everything
  | { phase: 'done'; newMails: number; finishedAt: string }
  | { phase: 'cancelled' }
  | { phase: 'failed'; code: ErrorCode };

/** One backup from the request to its end. A mailbox has at most one. */
export interface Run extends Mailbox {
  /** `runId` of the mailbox. */
  id: string;
  /** List everything anew, to see what was changed or withdrawn. */
  isFull: boolean;
  /** The user wants the pictures now, although the setting leaves them for later. */
  withPictures?: boolean;
  startedAt: string;
  /** The permission for the service was seen during this run. */
  wasAllowed?: boolean;
  /** A large wait is written here and left to an alarm: no request before it. */
  notBefore?: string;
  state: RunState;
  /** Mails stored when the run began, for `newMails`; absent: it has not begun. */
  mailsBefore?: number;
  /** How far it was when it last came to rest. */
  reached?: Reached;
}

/** How far a feed has been listed. Plain data, replaced as a whole. */
export interface Walk {
  /** Rises by one with each walk of the feed; what a walk found carries its number. */
  number: number;
  isFull: boolean;
  /** Numbered: the pages that are in. Chained: empty. */
  pagesDone: number[];
  /** Numbered: the first page known to be past the end, and the last known to be full. */
  firstPastEnd?: number;
  lastFull?: number;
  /** Chained: where to go on. */
  cursor?: Cursor;
  /** The ids of the first page when the walk began: a different head means pages have shifted. */
  headIds: string[];
  /** The ids of the last page when it was read: a different tail means that something was withdrawn meanwhile. */
  tailIds?: string[];
  /**
   * Numbered: what was read while the last page was looked for, each page the highest so far. Read again in the end: a
   * mail withdrawn meanwhile has moved what is on them.
   */
  earlyPages?: { page: number; ids: string[] }[];
  /**
   * Numbered: read page after page, `cursor` being the next one. Mail that arrives can then repeat ids, never hide one.
   * So is read what came since the watermark, and a listing whose pages shifted.
   */
  isAscending?: boolean;
  /** How often the listing had to begin again because pages shifted. */
  rounds?: number;
  /** The service's own time when the first page was made: what changes from then on, a later walk looks for. */
  asOf?: string;
  /** `startedAt` of the run that walks: a later run begins a new walk where this one had ended. */
  runStartedAt?: string;
  /** Every page is in; only mails and pictures may be missing. */
  isListed: boolean;
}

/** Left by a hole-free run: everything up to here is saved, so the next run stops at it. */
export interface Watermark {
  /** Mails first listed by walks up to this number are all resolved. */
  walk: number;
  finishedAt: string;
  /** `asOf` of that walk: changes before it are saved too. */
  asOf?: string;
}

export interface FeedState {
  walk?: Walk;
  watermark?: Watermark;
}

/** What a page brought, to be written with the walk in one transaction. */
export interface ListedPage {
  refs: MailRef[];
  mails: Mail[];
  broken: BrokenRecord[];
}

/** Bytes that passed every check. */
export interface SavedAsset extends AssetFacts {
  key: string;
  bytes: Uint8Array<ArrayBuffer>;
}

export interface Counts {
  /** Mails listed and not withdrawn: the total as far as known. */
  mailsListed: number;
  mailsSaved: number;
  /** Set aside with a reason: quarantined, gone, or answered by error pages only. */
  mailsFailed: number;
  /** Still waiting: neither saved nor failed. */
  assetsWanted: number;
  assetsSaved: number;
  assetsFailed: number;
  sizeBytes: number;
}

/** A mail or asset that failed for good, for the list the user sees. */
export interface Problem extends AccountKey {
  kind: 'mail' | 'asset';
  /** Mail id or asset key. */
  id: string;
  /** `gone`: the service has it no more. `damaged`: it never came whole. `quarantined`: not understood. */
  state: 'gone' | 'damaged' | 'quarantined';
  code: ErrorCode;
  at: string;
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
  /** Packs the bytes and marks the assets saved, in one transaction. */
  putAssets(owner: AccountKey, assets: SavedAsset[]): Promise<void>;
  /** Records what failed for good; it is not asked for again until `retryProblems`. */
  putProblems(problems: Problem[]): Promise<void>;
  listProblems(owner: AccountKey): Promise<Problem[]>;
  /** Makes what failed wait again: at the start of a run the user asked for. What is gone stays gone. */
  retryProblems(owner: AccountKey): Promise<void>;
  /**
   * Ends a walk. Leaves a watermark when nothing of the feed is pending, wanted or damaged; after a full walk, marks what
   * it did not see as withdrawn and what it saw again as not. Returns whether the watermark was left. Where files were
   * left for later, those that are wanted do not count: they wait in the store, and no listing is needed to fetch them.
   */
  finishWalk(owner: AccountKey, feed: FeedId, at: string, isTextOnly?: boolean): Promise<boolean>;
  counts(owner: AccountKey): Promise<Counts>;
}

/** How hard a service is asked at the moment, at its busiest host. */
export interface PaceNow {
  /** Requests under way, smoothed and rounded. */
  underWay: number;
  /** How many may be under way at the moment. */
  atOnce: number;
  /** Less is asked than the pace allows, because the service was overloaded or hard to reach. */
  isSlowed: boolean;
}

/** How far a backup is: what stays true while it rests. */
export interface Reached {
  /** Only ever the same or a later one. */
  stage: 'listing' | 'mails' | 'pictures' | 'finishing';
  counts: Counts;
  /** True once the last page is known. */
  isTotalKnown: boolean;
  /** Mails and files done of all there will be, 0 to 1; never falls. Undefined while the total is not known. */
  share?: number;
  /** How large everything will be once it is saved, estimated; undefined until it means something. */
  sizeExpectedBytes?: number;
}

/** What requests under way wait for: an answer, the time of another try, or the web client's fresh sign-in. */
export type AwaitedThing = 'answer' | 'retry' | 'sign-in';

/** What a running backup reports, a few times a second. */
export interface Progress extends Reached {
  requestsPerSecond: number;
  bytesPerSecond: number;
  /** Undefined before the first request. */
  pace?: PaceNow;
  /** Estimated, in whole minutes, from an hour on in whole hours; undefined until it means something. */
  msLeft?: number;
  /** Room left on the device; undefined where the browser does not say. */
  freeBytes?: number;
  /** What is waited for while nothing comes; undefined: something does. */
  waitsFor?: AwaitedThing;
  /** While the server asks to wait: until when, ISO. */
  restingUntil?: string;
}
