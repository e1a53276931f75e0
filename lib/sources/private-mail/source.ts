import { BrokenRecordError } from '../../errors.ts';
import type { Mail } from '../../mail/mail.ts';
import { findAllowedAddress } from '../asset-address.ts';
import type { ServiceFacts } from '../services.ts';
import type { Call, Feed, MailRef, RequestSpec, Session, Source } from '../source.ts';
import { parseDetail } from './parse-detail.ts';
import { parsePage, type ReadingTerms } from './parse-page.ts';
import { findProblem } from './parse-problem.ts';
import {
  authHeaders,
  namesLanguage,
  observedHeaderNames,
  parseSession,
  sessionStorageKeys,
} from './parse-session.ts';

/** One service that speaks the private-mail API, and where it lives. Origins without a slash at the end. */
export interface PrivateMailService {
  service: ServiceFacts;
  /** Web client and the pages of the mails. */
  webOrigin: string;
  /** The JSON API, under `/v1/`. */
  apiOrigin: string;
  /** Pictures; never sees the account's headers. */
  imageOrigin: string;
}

/** A source whose one feed needs no call, and whose mails have a page each. */
export interface PrivateMailSource extends Source {
  feeds(session: Session): Feed[];
  readonly detail: Call<MailRef, Mail>;
}

const feedId = 'inbox';

/** Builds the source of a private-mail service: one inbox with numbered pages, a page of HTML per mail, images elsewhere. */
export function privateMailSource({
  service,
  webOrigin,
  apiOrigin,
  imageOrigin,
}: PrivateMailService): PrivateMailSource {
  const authOrigins = [...new Set([apiOrigin, webOrigin])];
  const assetOrigins = [imageOrigin];

  const termsOf = ({ credentials }: Session): ReadingTerms => ({
    secrets: Object.values(credentials),
    utcOffsetMinutes: service.utcOffsetMinutes,
  });

  return {
    service,
    webClientUrl: `${webOrigin}/`,
    hosts: [...new Set([apiOrigin, webOrigin, imageOrigin].map(hostPattern))],
    authOrigins,
    assetOrigins,
    sessionWays: {
      observe: { apiOrigins: [apiOrigin], headerNames: observedHeaderNames },
      storageKeys: sessionStorageKeys,
    },
    defaultPace: 'normal',

    parseSession: (client) => parseSession(service.id, client),
    authHeaders,
    namesLanguage,
    feeds: () => [{ id: feedId, paging: 'numbered', request: (at) => inboxRequest(apiOrigin, at) }],
    parsePage: (session, _feed, body) => parsePage(body, termsOf(session)),
    detail: {
      request: (_session, ref) => mailRequest(webOrigin, ref.id),
      parse: (session, ref, page) =>
        parseDetail(ref, page, {
          base: mailAddress(webOrigin, ref.id),
          imageOrigins: assetOrigins,
          ...termsOf(session),
        }),
    },
    asset: { request: (_session, asset) => pictureRequest(asset.url, assetOrigins) },
    findProblem,
  };
}

/** Without the port: Firefox knows none in a match pattern. */
function hostPattern(origin: string): string {
  const { protocol, hostname } = new URL(origin);
  return `${protocol}//${hostname}/*`;
}

/** Both filters off means everything; the list does not mark anything as read. */
function inboxRequest(apiOrigin: string, page: number | string): RequestSpec<'json'> {
  return {
    url: `${apiOrigin}/v1/inbox?is_star=0&is_unread=0&page=${encodeURIComponent(page)}`,
    method: 'GET',
    auth: 'account',
    via: 'background',
    lane: 'list',
    expect: 'json',
  };
}

/**
 * The record's `detail_url` names this very address on the genuine service. Built from the id instead of believed, a
 * record can never send the account's headers anywhere else.
 */
function mailRequest(webOrigin: string, mailId: string): RequestSpec<'html'> {
  return {
    url: mailAddress(webOrigin, mailId),
    method: 'GET',
    auth: 'account',
    via: 'background',
    lane: 'detail',
    expect: 'html',
  };
}

function mailAddress(webOrigin: string, mailId: string): string {
  return `${webOrigin}/mail/${encodeURIComponent(mailId)}`;
}

/** Checked again here, because what is asked for may come from an old store or an import. */
function pictureRequest(address: string, origins: readonly string[]): RequestSpec<'media'> {
  const url = findAllowedAddress(address, { origins });
  if (!url) throw new BrokenRecordError('url', 'The picture is not at the service.');
  return { url: url.href, method: 'GET', auth: 'none', via: 'background', lane: 'asset', expect: 'media' };
}
