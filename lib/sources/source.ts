import type { AssetRef } from '../mail/asset.ts';
import type { AccountKey, Mail, Sender } from '../mail/mail.ts';
import type { ErrorCode } from '../errors.ts';
import type { ServiceFacts } from './services.ts';

/** What a web client shows of its session, in the ways a source may declare. */
export interface WebClientState {
  /** Headers of a request the client itself made to the API; names in lower case. */
  observedHeaders?: Record<string, string>;
  /** The named keys of the page's localStorage that exist. */
  storage?: Record<string, string>;
  /** The language the page's document declares: what the client most likely asks for where its storage says nothing. */
  language?: string;
}

/** Proof of being signed in. Lives in memory and `storage.session` only. */
export interface Session extends AccountKey {
  /** The secrets; only `authHeaders` reads them. */
  credentials: Record<string, string>;
  /** What the client said of itself: app id, version, language. Not secret. */
  client: Record<string, string>;
  /** ISO time, where the token names one. */
  expiresAt?: string;
}

/** Whose proof a request carries: the account's headers, nothing, or the page's own cookies. */
export type AuthKind = 'account' | 'none' | 'cookie';

/** What sort of work a request is. Lanes share their host's pace; words go before pictures. */
export type Lane = 'list' | 'detail' | 'asset' | 'session';

/** What must come back before an answer is believed. */
export type Expectation = 'json' | 'html' | 'media';

/** Plain data, so that it can be stored and sent: who authorises it, who makes the call, which lane paces it, what must come back. */
export interface RequestSpec<Expected extends Expectation = Expectation> {
  url: string;
  method: 'GET' | 'POST';
  /** Sent as JSON. */
  body?: unknown;
  auth: AuthKind;
  via: 'background' | 'page';
  lane: Lane;
  expect: Expected;
}

/**
 * A question and how to read its answer, always together. `parse` gets the text of an answer that passed every check of
 * the fetcher, as JSON where `request` expects that.
 */
export interface Call<Of, Answer> {
  request(session: Session, of: Of): RequestSpec<'json' | 'html'>;
  parse(session: Session, of: Of, body: string): Answer;
}

/** Where a feed is read: a page number, or the word the server gave for the next page. */
export type Cursor = number | string;

export type FeedId = string;

/** A list of mails, newest first: the inbox, or one talk of many. Each has its own watermark. */
export type Feed = {
  id: FeedId;
  request(at: Cursor): RequestSpec<'json'>;
} & (
  | { /** Pages have numbers from 1 and can be asked for in any order. */ paging: 'numbered' }
  | {
      /** Each page names the next. */
      paging: 'chained';
      start: Cursor;
      /**
       * Where a reading begins that wants only what came or changed at that moment of the service's own clock or later
       * (`Page.asOf`). Such a reading goes to its end. Absent: the service cannot say, so that an incremental run begins
       * at `start`, ends at the first mail it knows, and sees no change of an older one.
       */
      since?(asOf: string): Cursor;
    }
);

/** Enough to ask for the rest of a mail: the service's list record, understood but not yet whole. Plain data, storable. */
export interface MailRef {
  id: string;
  /** Changes when the service changed the mail; equal versions need no second fetch. */
  version: string;
  /** The list's record as JSON text, with secrets cut out. */
  raw: string;
  /** The reader's marks as the list shows them now; they change without the mail changing, so `version` ignores them. */
  isStarred?: boolean;
  isUnread?: boolean;
}

/** One record of a list that could not be understood. The run goes on without it. */
export interface BrokenRecord {
  /** The id, when at least that could be read. */
  id?: string;
  field: string;
  raw: string;
}

/** One page, understood. A page past the end has nothing found and `isLast`. */
export interface Page {
  refs: MailRef[];
  /** Whole mails, where the list is all there is. */
  mails: Mail[];
  broken: BrokenRecord[];
  /** The senders as the page names them, each once; absent where every mail keeps the name it was sent under. */
  senders?: Sender[];
  next?: Cursor;
  isLast: boolean;
  /** The moment of the answer on the service's own clock, ISO; where a feed has `since`, which it is for. */
  asOf?: string;
}

/** How a source learns the session from its web client. */
export interface SessionWays {
  /** Watch the client's own calls to these origins. */
  observe?: { apiOrigins: string[]; headerNames: string[] };
  /** Read these localStorage keys at the web origin. */
  storageKeys?: string[];
}

/** Failure of a whole answer, by its body where the status does not show it: the session is dead, the client too old … */
export type AnswerProblem = Extract<
  ErrorCode,
  'signed-out' | 'forbidden' | 'not-found' | 'client-too-old' | 'error-page' | 'server-unavailable'
>;

/** How files are asked for. */
export interface AssetCalls {
  /** Throws `BrokenRecordError` for an address that is not at the service. */
  request(session: Session, asset: AssetRef): RequestSpec<'media'>;
  /**
   * Names a fresh address for an expired one, under the same key; absent where addresses do not expire. `parse` gives
   * undefined where the answer names none.
   */
  readonly refresh?: Call<AssetRef, AssetRef | undefined>;
}

/** What we know about one service. It says what to ask and reads the answer; it never asks by itself. */
export interface Source {
  readonly service: ServiceFacts;
  /** Where its web client lives; opened by the button, believed as the origin of observed calls. */
  readonly webClientUrl: string;
  /** Host permissions it needs, as match patterns. */
  readonly hosts: readonly string[];
  /** Origins that may see the session's secrets. No request with `auth: 'account'` leaves for another. */
  readonly authOrigins: readonly string[];
  /** Origins its assets may be fetched from, besides `authOrigins`. */
  readonly assetOrigins: readonly string[];
  readonly sessionWays: SessionWays;
  readonly defaultPace: 'gentle' | 'normal' | 'fast';
  /** Undefined: signed out. */
  parseSession(client: WebClientState): Session | undefined;
  /** The headers that prove the session, for a request to one of `authOrigins`. */
  authHeaders(session: Session): Record<string, string>;
  /** The language in which answers name senders, as a plain word; absent where names are the same in every language. */
  namesLanguage?(session: Session): string;
  /**
   * A call, made inside a page of the web client, that answers with a fresh session of the same account. `parse` gives
   * undefined for any other answer and never throws.
   */
  readonly renewal?: Call<void, Session | undefined>;
  /** The feeds known from the start, or the call that names them; its `parse` throws `MailArkError` for what names none. */
  readonly feeds: ((session: Session) => Feed[]) | Call<void, Feed[]>;
  /** Throws `MailArkError` when the page as a whole is not a page. One bad record never does: it is listed in `broken`. */
  parsePage(session: Session, feed: FeedId, body: unknown): Page;
  /**
   * The rest of a mail; absent where pages hold whole mails. `parse` throws `BrokenRecordError`, or `BadAnswerError` when
   * the body is the service's error page or was cut: worth asking again.
   */
  readonly detail?: Call<MailRef, Mail>;
  readonly asset: AssetCalls;
  /** What the body of a failed answer, or of one with status 200, says is wrong; undefined when nothing is. */
  findProblem(status: number, expect: Expectation, body: string): AnswerProblem | undefined;
}
