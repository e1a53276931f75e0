import type { Mail } from '../../lib/mail/mail.ts';
import type { Cursor, Feed, MailRef, Page, RequestSpec, Session, Source } from '../../lib/sources/source.ts';

/** A service that answers from memory. */
export interface PlayedService {
  answer(request: RequestSpec): { status: number; body: string } | Promise<{ status: number; body: string }>;
}

/** The requests and results of a plain walk over a source. */
export interface SourceWalk {
  feeds: Feed[];
  requests: RequestSpec[];
  /** The bodies of list pages, parsed. */
  pages: unknown[];
  /** Each id once, in the order found. */
  refs: MailRef[];
  /** Each id once, in the order found. */
  mails: Mail[];
}

/** What a walk over one feed asked and found; refs and mails with repetitions, in the order found. */
export interface FeedWalk {
  requests: RequestSpec[];
  bodies: unknown[];
  pages: Page[];
  refs: MailRef[];
  mails: Mail[];
}

/** The number of pages after which a feed counts as endless. */
const maxPages = 100;

async function ask(source: Source, service: PlayedService, request: RequestSpec): Promise<string> {
  const { status, body } = await service.answer(request);
  const problem = source.findProblem(status, request.expect, body);
  if (status !== 200 || problem) throw new Error(`${request.url} answered ${status} ${problem}`);
  return body;
}

/** Reads a feed from a cursor to its end; rejects when it has none. */
export async function walkFeed(
  source: Source,
  session: Session,
  service: PlayedService,
  feed: Feed,
  start: Cursor,
): Promise<FeedWalk> {
  const walk: FeedWalk = { requests: [], bodies: [], pages: [], refs: [], mails: [] };
  for (let at: Cursor = start, count = 1; ; count += 1) {
    if (count > maxPages) throw new Error(`The feed ${feed.id} does not end.`);
    const request = feed.request(at);
    const body: unknown = JSON.parse(await ask(source, service, request));
    const page = source.parsePage(session, feed.id, body);
    walk.requests.push(request);
    walk.bodies.push(body);
    walk.pages.push(page);
    for (const ref of page.refs) walk.refs.push(ref);
    for (const mail of page.mails) walk.mails.push(mail);
    if (page.isLast) return walk;
    if (feed.paging === 'numbered') at = count + 1;
    else if (page.next === undefined) throw new Error(`The feed ${feed.id} names no next page.`);
    else at = page.next;
  }
}

/** Reads everything a source describes, one request after the other: the simplest possible backup. */
export async function walkSource(
  source: Source,
  session: Session,
  service: PlayedService,
): Promise<SourceWalk> {
  const requests: RequestSpec[] = [];
  const pages: unknown[] = [];
  const refs = new Map<string, MailRef>();
  const mails = new Map<string, Mail>();
  const read = (request: RequestSpec): Promise<string> => {
    requests.push(request);
    return ask(source, service, request);
  };

  const feeds =
    typeof source.feeds === 'function'
      ? source.feeds(session)
      : source.feeds.parse(session, undefined, await read(source.feeds.request(session)));
  for (const feed of feeds) {
    const walk = await walkFeed(source, session, service, feed, feed.paging === 'numbered' ? 1 : feed.start);
    for (const request of walk.requests) requests.push(request);
    for (const body of walk.bodies) pages.push(body);
    for (const ref of walk.refs) if (!refs.has(ref.id)) refs.set(ref.id, ref);
    for (const mail of walk.mails) if (!mails.has(mail.id)) mails.set(mail.id, mail);
  }
  for (const ref of refs.values()) {
    if (!source.detail) throw new Error(`Nothing asks for the rest of ${ref.id}.`);
    const body = await read(source.detail.request(session, ref));
    mails.set(ref.id, source.detail.parse(session, ref, body));
  }
  return { feeds, requests, pages, refs: [...refs.values()], mails: [...mails.values()] };
}

/** Every origin that a source may contact. */
export function allowedOrigins(source: Source): string[] {
  return [...new Set([...source.authOrigins, ...source.assetOrigins])];
}

/** Whether one of the source's match patterns (`https://host/*`, `https://*.host/*`) covers the address. */
export function hostsCover(source: Source, address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return source.hosts.some((pattern) => {
    const host = /^https:\/\/(\*\.)?([^/*]+)\/\*$/.exec(pattern);
    if (!host || protocol !== 'https:') return false;
    return hostname === host[2] || (host[1] !== undefined && hostname.endsWith(`.${host[2]}`));
  });
}
