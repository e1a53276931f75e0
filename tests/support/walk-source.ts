import type { Mail } from '../../lib/mail/mail.ts';
import type { Feed, MailRef, RequestSpec, Session, Source } from '../../lib/sources/source.ts';

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

/** The number of pages after which a feed counts as endless. */
const maxPages = 100;

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
  const ask = async (request: RequestSpec): Promise<string> => {
    requests.push(request);
    const { status, body } = await service.answer(request);
    const problem = source.findProblem(status, request.expect, body);
    if (status !== 200 || problem) throw new Error(`${request.url} answered ${status} ${problem}`);
    return body;
  };

  const feeds =
    typeof source.feeds === 'function'
      ? source.feeds(session)
      : source.feeds.parse(session, undefined, await ask(source.feeds.request(session)));
  for (const feed of feeds) {
    let at = feed.paging === 'numbered' ? 1 : feed.start;
    for (let count = 1; ; count += 1) {
      if (count > maxPages) throw new Error(`${feed.id} does not end.`);
      const body: unknown = JSON.parse(await ask(feed.request(at)));
      pages.push(body);
      const page = source.parsePage(session, feed.id, body);
      for (const ref of page.refs) if (!refs.has(ref.id)) refs.set(ref.id, ref);
      for (const mail of page.mails) if (!mails.has(mail.id)) mails.set(mail.id, mail);
      if (page.isLast) break;
      if (feed.paging === 'chained' && page.next === undefined)
        throw new Error(`${feed.id} names no next page.`);
      at = feed.paging === 'numbered' ? count + 1 : page.next!;
    }
  }
  for (const ref of refs.values()) {
    if (!source.detail) throw new Error(`Nothing is there to ask for the rest of ${ref.id}.`);
    mails.set(ref.id, source.detail.parse(session, ref, await ask(source.detail.request(session, ref))));
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
