import { expect } from 'vitest';
import { mayAsk } from '../../../lib/backup/may-ask.ts';
import { MailArkError } from '../../../lib/errors.ts';
import type { Mail } from '../../../lib/mail/mail.ts';
import type {
  AnswerProblem,
  Expectation,
  FeedId,
  Page,
  RequestSpec,
  Session,
  Source,
  WebClientState,
} from '../../../lib/sources/source.ts';
import { walkSource, type PlayedService } from '../../support/walk-source.ts';

/** What a source shows to be believed: a played service with canaries for secrets, and its known oddities. */
export interface SourceCase extends PlayedService {
  source: Source;
  signedIn: WebClientState;
  /** Ways a web client may look when it is signed out. */
  signedOut: WebClientState[];
  /** The service's own id of the account, which nothing kept may hold. */
  accountId: string;
  /** Token and the like, as they stand in `signedIn`. Put them into the played answers too. */
  secrets: string[];
  /** When each mail of the played service came, ISO in UTC, by its id. */
  mails: Record<string, string>;
  /** A page some of whose records cannot be understood. */
  pageWithBrokenRecords: { feed: FeedId; body: unknown; goodIds: string[]; brokenCount: number };
  /** A page of one mail as it was, as the sender changed it, and as the reader marked it, with a star and as unread. */
  states: { feed: FeedId; before: unknown; edited: unknown[]; marked: unknown };
  problems: { status: number; expect: Expectation; body: string; is: AnswerProblem | undefined }[];
  /** Whether a call of the service changes anything there, as a list does that marks its mails as read. */
  changesSomething?(url: URL): boolean;
  /** Where feeds have `since`: the sender edits an old mail of the played service from that moment of its clock on. */
  edit?: { feed: FeedId; id: string; make(): void };
}

/** One sentence of the contract of `Source`. `check` throws with the reason when the case breaks it. */
export interface Clause {
  name: string;
  check(aCase: SourceCase): void | Promise<void>;
}

/** What a mail's id may be: safe in an address, a file name and a key. */
export const safeId = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The session of the case; throws when the client is not seen to be signed in. */
export function sessionOf({ source, signedIn }: SourceCase): Session {
  const session = source.parseSession(signedIn);
  if (!session) throw new Error('A client that is signed in is not seen to be.');
  return session;
}

/** A walk over everything the played service has. */
export const walkOf = (aCase: SourceCase) => walkSource(aCase.source, sessionOf(aCase), aCase);

/** The page as the source reads it. */
export const readPage = (aCase: SourceCase, feed: FeedId, body: unknown): Page =>
  aCase.source.parsePage(sessionOf(aCase), feed, body);

/** Every request the source makes for the played service, renewal aside. */
export async function requestsOf(aCase: SourceCase): Promise<RequestSpec[]> {
  const session = sessionOf(aCase);
  const { requests, mails } = await walkOf(aCase);
  const { asset } = aCase.source;
  expect(requests.length, 'nothing is asked').toBeGreaterThan(0);
  return mails
    .flatMap(({ assets }) => assets)
    .flatMap((each): RequestSpec[] => [
      asset.request(session, each),
      ...(asset.refresh ? [asset.refresh.request(session, each)] : []),
    ])
    .concat(requests);
}

/** The request goes where the engine would let it go. */
export function expectAllowedRequest(source: Source, request: RequestSpec): void {
  expect(mayAsk(source, request), `${request.auth} request to a foreign address: ${request.url}`).toBe(true);
  if (request.auth !== 'account') return;
  const { origin } = new URL(request.url);
  expect(source.authOrigins, `the account goes to ${origin}`).toContain(origin);
}

/** Each asset has one key, host and path of an address at an allowed origin. */
export function expectAllowedAssets(source: Source, mail: Mail): void {
  const keys = mail.assets.map((asset) => asset.key);
  expect(new Set(keys).size, `an asset of ${mail.id} is named twice`).toBe(keys.length);
  for (const asset of mail.assets) {
    const url = new URL(asset.url);
    expect(url.protocol, 'an asset is not fetched over https').toBe('https:');
    const origins = [...source.authOrigins, ...source.assetOrigins];
    expect(origins, `an asset is at a foreign origin: ${url.origin}`).toContain(url.origin);
    expect(asset.key, 'the key of an asset is not its host and path').toBe(url.host + url.pathname);
    expect(asset.mailId, 'an asset does not name its mail').toBe(mail.id);
  }
}

/** Nothing of what is kept holds a secret. */
export function expectNoSecret(kept: unknown, where: string, { secrets, accountId }: SourceCase): void {
  const text = JSON.stringify(kept);
  for (const secret of secrets) expect(text.includes(secret), `a secret is kept in ${where}`).toBe(false);
  expect(text.includes(accountId), `the id of the account is kept in ${where}`).toBe(false);
}

/** What `work` gives; undefined when it failed with a name. Anything else is let through. */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof MailArkError) return undefined;
    throw error;
  }
}

/** Without the signatures of addresses, which are fresh in every answer. */
export function withoutSignatures(mail: Mail): unknown {
  return { ...mail, assets: mail.assets.map(({ key, kind, role }) => ({ key, kind, role })) };
}
