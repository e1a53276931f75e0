import { BadAnswerError, BrokenRecordError, type MailArkError } from '../../lib/errors.ts';
import type { Clock, HttpAnswer, HttpRequest, SessionKeeper, Transport } from '../../lib/backup/ports.ts';
import type { AssetRef } from '../../lib/mail/asset.ts';
import type { Mail } from '../../lib/mail/mail.ts';
import type { Expectation, Lane, RequestSpec, Session, Source } from '../../lib/sources/source.ts';

const api = 'https://api.letters.example';
const web = 'https://www.letters.example';
const images = 'https://img.letters.example';

/** The session of the letters service. */
export const aSession: Session = {
  service: 'letters',
  account: 'a1',
  credentials: { token: 't1' },
  client: {},
};

interface ListBody {
  ids: string[];
  hasNext: boolean;
}

/** A minimal service of numbered pages: lists of ids, mails of the form `id|picture,picture`. */
export const lettersSource: Source = {
  service: { id: 'letters', name: 'Letters', utcOffsetMinutes: 540 },
  webClientUrl: `${web}/`,
  hosts: [],
  authOrigins: [api, web],
  assetOrigins: [images],
  sessionWays: {},
  defaultPace: 'normal',
  parseSession: () => undefined,
  authHeaders: ({ credentials }) => ({ 'access-token': credentials.token ?? '' }),
  feeds: () => [
    { id: 'inbox', paging: 'numbered', request: (at) => spec(`${api}/inbox?page=${at}`, 'list', 'json') },
  ],
  parsePage(_session, _feed, body) {
    const { ids, hasNext } = body as Partial<ListBody>;
    if (!ids) throw new BadAnswerError('wrong-type', 200, 'Not a list.');
    return {
      refs: ids.map((id) => ({ id, version: '1', raw: '{}' })),
      mails: [],
      broken: [],
      isLast: !hasNext,
    };
  },
  detail: {
    request: (_session, ref) => spec(`${web}/mail/${ref.id}`, 'detail', 'html'),
    parse(_session, ref, body) {
      const [id, pictures = ''] = body.split('|');
      if (id !== ref.id) throw new BrokenRecordError('id', 'Not this mail.');
      return aLetter(ref.id, pictures.split(',').filter(Boolean));
    },
  },
  asset: { request: (_session, { url }) => ({ ...spec(url, 'asset', 'media'), auth: 'none' }) },
  findProblem: (status, expect, body) => {
    if (expect !== 'media' && body.includes('sign in')) return 'signed-out';
    if (expect === 'html' && body.includes('An error')) return 'error-page';
    return status === 426 ? 'client-too-old' : undefined;
  },
};

function spec<Expected extends Expectation>(
  url: string,
  lane: Lane,
  expect: Expected,
): RequestSpec<Expected> {
  return { url, method: 'GET', auth: 'account', via: 'background', lane, expect };
}

/** A mail as the source creates it. */
export function aLetter(id: string, pictures: string[]): Mail {
  return {
    id,
    kind: 'mail',
    from: { id: '1', name: 'Mina' },
    subject: `About ${id}`,
    preview: '',
    receivedAt: '2026-01-01T00:00:00Z',
    text: id,
    assets: pictures.map((name) => aPicture(name, id)),
    isStarred: false,
    isUnread: false,
    raw: '{}',
  };
}

function aPicture(name: string, mailId: string): AssetRef {
  return { key: `img/${name}`, url: `${images}/${name}.jpg`, kind: 'image', role: 'body', mailId };
}

/** The smallest bytes accepted as a whole JPEG, different for each name. */
export function jpegOf(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array([0xff, 0xd8, 0xff, 0xe0, ...new TextEncoder().encode(name), 0xff, 0xd9]);
}

/** What a fault does to a request: another answer or a failure; undefined: nothing. */
export type Fault = (request: SeenRequest) => Partial<Answer> | MailArkError | undefined;

interface Answer {
  status: number;
  body: string | Uint8Array<ArrayBuffer>;
  headers: Record<string, string>;
  /** What follows the body of a large file. */
  rest?: HttpAnswer['rest'];
}

/** A request as the service received it. */
export interface SeenRequest extends HttpRequest {
  kind: 'list' | 'detail' | 'asset';
  /** The page number, mail id or picture name. */
  what: string;
  startedAt: number;
  /** The same on a clock that cannot be set. */
  elapsed: number;
  /** The number of earlier requests for this address. */
  earlier: number;
}

/** The letters service, and what it received. */
export interface ScriptedService {
  transport: Transport;
  sessions: SessionKeeper;
  /** Newest first; a test may change it while a backup runs. */
  mails: string[];
  readonly seen: SeenRequest[];
  /** The largest number of simultaneous requests. */
  readonly mostAtOnce: number;
  count(kind: SeenRequest['kind']): number;
}

/** The options of `aScriptedService`. */
export interface ScriptedServiceOptions {
  clock: Clock;
  mails: number | string[];
  picturesOf?: (id: string) => string[];
  pageSize?: number;
  latencyMs?: () => number;
  fault?: Fault;
  renew?: SessionKeeper['renew'];
}

/** Ids from the newest to the oldest. */
export function someMails(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `m${String(count - index).padStart(5, '0')}`);
}

/** The letters service in memory, with scripted faults. */
export function aScriptedService(options: ScriptedServiceOptions): ScriptedService {
  const {
    clock,
    pageSize = 20,
    latencyMs = () => 20,
    fault,
    picturesOf = (id) => [`${id}-a`, `${id}-b`],
  } = options;
  const seen: SeenRequest[] = [];
  let session = aSession;
  let underWay = 0;
  let mostAtOnce = 0;

  function read({ url }: HttpRequest): Pick<SeenRequest, 'kind' | 'what'> {
    const { origin, pathname, searchParams } = new URL(url);
    if (origin === api) return { kind: 'list', what: searchParams.get('page') ?? '' };
    if (origin === web) return { kind: 'detail', what: pathname.slice('/mail/'.length) };
    return { kind: 'asset', what: pathname.slice(1, -'.jpg'.length) };
  }

  function answer(request: SeenRequest): Answer {
    const html = { 'content-type': 'text/html' };
    if (request.kind === 'asset')
      return { status: 200, body: jpegOf(request.what), headers: { 'content-type': 'image/jpeg' } };
    if (request.kind === 'detail')
      return { status: 200, body: `${request.what}|${picturesOf(request.what).join(',')}`, headers: html };
    const from = (Number(request.what) - 1) * pageSize;
    const body: ListBody = {
      ids: service.mails.slice(from, from + pageSize),
      hasNext: service.mails.length > from + pageSize,
    };
    return { status: 200, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  }

  const service = {
    mails: typeof options.mails === 'number' ? someMails(options.mails) : options.mails,
    seen,
    get mostAtOnce() {
      return mostAtOnce;
    },
    count: (kind: SeenRequest['kind']) => seen.filter((request) => request.kind === kind).length,
    sessions: {
      find: () => session,
      confirm: () => Promise.resolve(session),
      async renew(rejected: Session, signal: AbortSignal) {
        session = options.renew ? await options.renew(rejected, signal) : session;
        return session;
      },
    },
    transport: {
      async send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
        const earlier = seen.filter(({ url }) => url === request.url).length;
        const request_: SeenRequest = {
          ...request,
          ...read(request),
          startedAt: clock.now(),
          elapsed: clock.elapsed(),
          earlier,
        };
        seen.push(request_);
        underWay += 1;
        mostAtOnce = Math.max(mostAtOnce, underWay);
        try {
          await clock.sleep(latencyMs() / 2, signal);
          const right = answer(request_);
          const wrong = fault?.(request_);
          await clock.sleep(latencyMs() / 2, signal);
          if (wrong instanceof Error) throw wrong;
          return toHttp({ ...right, ...wrong });
        } finally {
          underWay -= 1;
        }
      },
    },
  };
  return service;
}

function toHttp({ status, body, headers, rest }: Answer): HttpAnswer {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return { status, header: (name) => headers[name], body: bytes, ...(rest && { rest }) };
}
