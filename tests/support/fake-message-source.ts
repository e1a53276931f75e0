import * as v from 'valibot';
import { BadAnswerError, BrokenRecordError } from '../../lib/errors.ts';
import type { AssetKind, AssetRef } from '../../lib/mail/asset.ts';
import type { Mail, MailKind, SourceId } from '../../lib/mail/mail.ts';
import { accountLabel } from '../../lib/sources/account-label.ts';
import { findAllowedAddress } from '../../lib/sources/asset-address.ts';
import { parsedJson } from '../../lib/sources/parsed-json.ts';
import { recordText } from '../../lib/sources/secrets.ts';
import type { BrokenRecord, Feed, Lane, RequestSpec, Session, Source } from '../../lib/sources/source.ts';

const webOrigin = 'https://message.example';
const apiOrigin = 'https://api.message.example';
const mediaOrigin = 'https://media.message.example';

const message = v.object({
  id: v.pipe(v.number(), v.integer(), v.minValue(1)),
  group_id: v.number(),
  member_id: v.nullish(v.number()),
  type: v.string(),
  text: v.nullish(v.pipe(v.string(), v.maxLength(4 * 1024 * 1024)), ''),
  file: v.nullish(v.string()),
  thumbnail: v.nullish(v.string()),
  is_favorite: v.fallback(v.boolean(), false),
  published_at: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/)),
});
const timeline = v.object({
  messages: v.array(v.unknown()),
  continuation: v.nullish(v.string()),
  queried_at: v.nullish(v.string()),
});
const groups = v.array(v.object({ id: v.number(), subscription: v.nullish(v.unknown()) }));
const renewed = v.object({ access_token: v.string() });
const claims = v.object({ sub: v.string(), exp: v.number() });

/**
 * A service of the message family, for tests: feeds named by a call, chained pages, whole mails in the list, signed
 * addresses that expire, and a token renewed inside the page.
 */
export function fakeMessageSource(id = 'talk'): Source {
  return {
    service: { id, name: 'Fake Talk', utcOffsetMinutes: 540 },
    webClientUrl: `${webOrigin}/`,
    hosts: [`${webOrigin}/*`, `${apiOrigin}/*`, `${mediaOrigin}/*`],
    authOrigins: [apiOrigin],
    assetOrigins: [mediaOrigin],
    sessionWays: {
      observe: { apiOrigins: [apiOrigin], headerNames: ['authorization', 'x-talk-app-id'] },
    },
    defaultPace: 'gentle',

    parseSession({ observedHeaders }) {
      const token = /^Bearer (\S+)$/.exec(observedHeaders?.authorization ?? '')?.[1];
      const appId = observedHeaders?.['x-talk-app-id'];
      return token === undefined ? undefined : toSession(id, token, appId === undefined ? {} : { appId });
    },
    authHeaders: ({ credentials, client }) => ({
      Authorization: `Bearer ${credentials.accessToken}`,
      'x-talk-app-id': client.appId ?? 'example.talk 2.5',
      'x-talk-app-platform': 'web',
    }),
    renewal: {
      request: () => ({
        ...apiRequest('/v2/update_token', 'session'),
        method: 'POST',
        body: { refresh_token: null },
        auth: 'cookie',
        via: 'page',
      }),
      parse(session, _of, body) {
        const answer = v.safeParse(renewed, parsedJson(body));
        return answer.success ? toSession(id, answer.output.access_token, session.client) : undefined;
      },
    },

    feeds: {
      request: () => apiRequest('/v2/groups', 'list'),
      parse(_session, _of, body) {
        const answer = v.safeParse(groups, parsedJson(body));
        if (!answer.success) throw new BadAnswerError('wrong-type', 200, 'The answer is no list of groups.');
        return answer.output.filter((group) => group.subscription).flatMap((group) => feedsOf(group.id));
      },
    },
    parsePage(session, _feed, body) {
      const answer = v.safeParse(timeline, body);
      if (!answer.success) throw new BadAnswerError('wrong-type', 200, 'The answer is no timeline.');
      const mails: Mail[] = [];
      const broken: BrokenRecord[] = [];
      for (const record of answer.output.messages) {
        try {
          mails.push(toMail(record, Object.values(session.credentials)));
        } catch (error) {
          const field = error instanceof BrokenRecordError ? error.field : 'record';
          broken.push({ field, raw: '' });
        }
      }
      const { continuation: next, queried_at: asOf } = answer.output;
      return {
        ...{ refs: [], mails, broken, isLast: !next },
        ...(next ? { next } : {}),
        ...(asOf ? { asOf } : {}),
      };
    },

    asset: {
      request(_session, asset) {
        const url = findAllowedAddress(asset.url, { origins: [mediaOrigin] });
        if (!url) throw new BrokenRecordError('url', 'The file is not at the service.');
        return { ...apiRequest('', 'asset'), url: url.href, auth: 'none', expect: 'media' };
      },
      refresh: {
        request: (_session, asset) =>
          apiRequest(`/v2/messages/${encodeURIComponent(asset.mailId)}`, 'detail'),
        parse(_session, asset, body) {
          const record = v.safeParse(message, parsedJson(body));
          if (!record.success) return undefined;
          return assetsOf(record.output).find(({ key }) => key === asset.key);
        },
      },
    },
    findProblem(status, _expect, body) {
      if (status === 401 || (status === 400 && /"invalid_parameter"/.test(body))) return 'signed-out';
      if (status === 403) return 'forbidden';
      return status === 404 ? 'not-found' : undefined;
    },
  };
}

/** Where a walk starts; every other cursor is the service's word for the next page. */
const isQuestion = /^order=(?:desc|asc&updated_from=[\w.%-]+)$/;

/** One group's two feeds. `clear_unread=false` keeps the talk unread on the phone. */
function feedsOf(group: number): Feed[] {
  return [
    {
      id: `${group}/timeline`,
      paging: 'chained',
      start: 'order=desc',
      since: (asOf) => `order=asc&updated_from=${encodeURIComponent(asOf)}`,
      request: (at) => {
        const question = isQuestion.test(String(at))
          ? `count=200&${at}`
          : `continuation=${encodeURIComponent(at)}`;
        return apiRequest(`/v2/groups/${group}/timeline?${question}&clear_unread=false`, 'list');
      },
    },
    {
      id: `${group}/past`,
      paging: 'chained',
      start: '',
      request: () => apiRequest(`/v2/groups/${group}/past_messages`, 'list'),
    },
  ];
}

function apiRequest(path: string, lane: Lane): RequestSpec<'json'> {
  return { url: apiOrigin + path, method: 'GET', auth: 'account', via: 'background', lane, expect: 'json' };
}

const kinds = new Map<string, MailKind>([
  ['picture', 'picture'],
  ['image', 'picture'],
  ['video', 'video'],
  ['movie', 'video'],
  ['voice', 'voice'],
  ['link', 'link'],
]);

function toMail(record: unknown, secrets: string[]): Mail {
  const read = v.safeParse(message, record);
  if (!read.success) throw new BrokenRecordError(v.getDotPath(read.issues[0]) ?? 'record', 'No message.');
  const found = read.output;
  const text = found.text.replaceAll('\r\n', '\n').trim();
  return {
    id: String(found.id),
    kind: kinds.get(found.type) ?? 'text',
    from: { id: found.member_id == null ? 'unknown' : String(found.member_id), name: '' },
    group: { id: String(found.group_id), name: '' },
    subject: '',
    preview: text.slice(0, 80),
    receivedAt: found.published_at,
    text,
    assets: assetsOf(found),
    isStarred: found.is_favorite,
    isUnread: false,
    raw: recordText(record, { secrets, isAddress: (field) => field === 'file' || field === 'thumbnail' }),
  };
}

function assetsOf(found: v.InferOutput<typeof message>): AssetRef[] {
  const kind: AssetKind = found.type === 'video' ? 'video' : found.type === 'voice' ? 'audio' : 'image';
  return [
    ...assetAt(found.file, kind, String(found.id)),
    ...assetAt(found.thumbnail, 'image', String(found.id)),
  ];
}

function assetAt(address: string | null | undefined, kind: AssetKind, mailId: string): AssetRef[] {
  const url = findAllowedAddress(address ?? '', { origins: [mediaOrigin] });
  if (!url) return [];
  const expires = Number(url.searchParams.get('Expires'));
  return [
    {
      key: url.host + url.pathname,
      url: url.href,
      kind,
      role: 'body',
      mailId,
      ...(expires > 0 && expires < 1e11 ? { expiresAt: isoOfSeconds(expires) } : {}),
    },
  ];
}

function toSession(id: SourceId, token: string, client: Session['client']): Session | undefined {
  const parsed = readClaims(token);
  return (
    parsed && {
      service: id,
      account: accountLabel(id, parsed.sub),
      credentials: { accessToken: token },
      client,
      expiresAt: isoOfSeconds(parsed.exp),
    }
  );
}

function readClaims(token: string): v.InferOutput<typeof claims> | undefined {
  try {
    const parsed = v.safeParse(claims, JSON.parse(atob(token.split('.')[1] ?? '')));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined; // No such token: signed out.
  }
}

function isoOfSeconds(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** The claims and signature of a token as the fake service gives it out. */
export function fakeMessageToken(claimed: { sub: string; exp: number }, signature: string): string {
  return `eyJh.${btoa(JSON.stringify(claimed))}.${signature}`;
}
