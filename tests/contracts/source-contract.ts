import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorCodes, MailArkError } from '../../lib/errors.ts';
import type { Mail } from '../../lib/mail/mail.ts';
import type {
  AnswerProblem,
  Expectation,
  RequestSpec,
  Session,
  Source,
  WebClientState,
} from '../../lib/sources/source.ts';
import { allowedOrigins, hostsCover, walkSource, type PlayedService } from '../support/walk-source.ts';

/** What a source shows to be believed: a played service with canaries for secrets, and its known oddities. */
export interface SourceCase extends PlayedService {
  source: Source;
  signedIn: WebClientState;
  /** Ways a web client may look when nobody is signed in. */
  signedOut: WebClientState[];
  /** The service's own id of the account, which nothing kept may hold. */
  accountId: string;
  /** Token and the like, as they stand in `signedIn`. Put them into the played answers too. */
  secrets: string[];
  /** Ids of every mail the played service has, in any order. */
  mailIds: string[];
  /** A page some of whose records cannot be understood. */
  pageWithBrokenRecords: { feed: string; body: unknown; goodIds: string[]; brokenCount: number };
  problems: { status: number; expect: Expectation; body: string; is: AnswerProblem | undefined }[];
}

/** The contract of `Source`: call it once for each source. */
export function describeSource(name: string, aCase: SourceCase): void {
  const { source, secrets } = aCase;
  const session = (): Session => {
    const found = source.parseSession(aCase.signedIn);
    if (!found) throw new Error('The case is not signed in.');
    return found;
  };

  describe(`${name} as a source`, () => {
    describe('what it declares', () => {
      it('has an id fit for keys, addresses and file names', () => {
        expect(source.service.id).toMatch(/^[a-z][a-z0-9-]{1,31}$/);
        expect(source.service.name.trim()).not.toBe('');
      });

      it('names https origins only, each covered by a host permission', () => {
        for (const origin of [...allowedOrigins(source), ...(source.sessionWays.observe?.apiOrigins ?? [])]) {
          expect(new URL(origin).origin).toBe(origin);
          expect(origin).toMatch(/^https:/);
          expect(hostsCover(source, `${origin}/any`)).toBe(true);
        }
        expect(hostsCover(source, source.webClientUrl)).toBe(true);
      });

      it('observes only header names in lower case', () => {
        for (const header of source.sessionWays.observe?.headerNames ?? []) {
          expect(header).toBe(header.toLowerCase());
        }
      });
    });

    describe('its session', () => {
      it('is there when the web client is signed in', () => {
        expect(session().service).toBe(source.service.id);
        expect(session().account).toMatch(/^[0-9a-f]{10}$/);
        expect(session()).toEqual(session());
      });

      it('is not there when nobody is signed in', () => {
        for (const client of [{}, { observedHeaders: {}, storage: {} }, ...aCase.signedOut]) {
          expect(source.parseSession(client)).toBeUndefined();
        }
      });

      it('survives being stored', () => {
        expect(JSON.parse(JSON.stringify(session()))).toEqual(session());
      });

      it('keeps secrets in its credentials alone', () => {
        const { credentials, ...rest } = session();
        expect(secrets.every((secret) => Object.values(credentials).join().includes(secret))).toBe(true);
        expectNoSecret(rest, aCase);
      });

      it('gives headers a browser accepts', () => {
        const headers = new Headers(source.authHeaders(session()));
        expect(secrets.some((secret) => [...headers.values()].join().includes(secret))).toBe(true);
      });

      it('never throws, whatever a client shows', () => {
        const words = fc.dictionary(fc.string(), fc.string());
        fc.assert(
          fc.property(words, words, (observedHeaders, storage) => {
            source.parseSession({ observedHeaders, storage });
          }),
        );
      });
    });

    describe('its requests', () => {
      it('only ever read', async () => {
        const renewal = source.renewal?.request(session());
        for (const request of await requestsOf(aCase, session())) {
          expect(request.method).toBe('GET');
          expect(request.body).toBeUndefined();
          expect(request.auth).not.toBe('cookie');
        }
        if (renewal) expect(allowedOrigins(source)).toContain(new URL(renewal.url).origin);
        if (renewal?.auth === 'cookie') expect(renewal.via).toBe('page');
      });

      it('go to its own origins, and carry the account to those that may see it', async () => {
        for (const request of await requestsOf(aCase, session())) {
          expectAllowedRequest(source, request);
        }
      });

      it('are plain data without secrets', async () => {
        for (const request of await requestsOf(aCase, session())) {
          expect(JSON.parse(JSON.stringify(request))).toEqual(request);
          expectNoSecret(request, aCase);
        }
      });

      it('stay there whatever a ref, a cursor or an asset says', async () => {
        const { feeds } = await walkSource(source, session(), aCase);
        const word = fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.constantFrom('..', '//evil.example', '@evil.example/', '?'),
        );
        const signed = session();
        fc.assert(
          fc.property(word, word, (one, other) => {
            const ref = {
              id: one,
              version: '',
              raw: JSON.stringify({ id: one, detail_url: other, file: other }),
            };
            const asset = { key: one, url: other, kind: 'image', role: 'body', mailId: one } as const;
            const asked = [
              ...feeds.map((feed) => feed.request(one)),
              source.detail?.request(signed, ref),
              source.asset.refresh?.request(signed, asset),
              attempt(() => source.asset.request(signed, asset)),
            ];
            for (const request of asked) if (request) expectAllowedRequest(source, request);
          }),
        );
      });

      it('refuse a picture that is not at the service', () => {
        for (const url of [
          'https://elsewhere.example/a.jpg',
          'http://169.254.169.254/a.jpg',
          'file:///a.jpg',
          'a',
        ]) {
          const asset = { key: 'a', url, kind: 'image', role: 'body', mailId: '1' } as const;
          expect(() => source.asset.request(session(), asset)).toThrow(MailArkError);
        }
      });
    });

    describe('its feeds', () => {
      it('lead to every mail and end', async () => {
        const walk = await walkSource(source, session(), aCase);
        expect(new Set(walk.feeds.map((feed) => feed.id)).size).toBe(walk.feeds.length);
        expect(walk.mails.map((mail) => mail.id).sort()).toEqual([...aCase.mailIds].sort());
      });

      it('are read the same way twice', async () => {
        const [once, twice] = [
          await walkSource(source, session(), aCase),
          await walkSource(source, session(), aCase),
        ];
        expect(once.feeds.map((feed) => feed.id)).toEqual(twice.feeds.map((feed) => feed.id));
        expect(once.refs).toEqual(twice.refs);
        expect(once.mails.map(withoutSignatures)).toEqual(twice.mails.map(withoutSignatures));
      });

      it('give refs that can be stored', async () => {
        const { refs } = await walkSource(source, session(), aCase);
        for (const ref of refs) {
          expect(structuredClone(ref)).toEqual(ref);
          expect(JSON.parse(JSON.stringify(ref))).toEqual(ref);
          expect(ref.version).not.toBe('');
          JSON.parse(ref.raw);
        }
      });

      it('set records aside that cannot be understood, and keep the rest', () => {
        const { feed, body, goodIds, brokenCount } = aCase.pageWithBrokenRecords;
        const page = source.parsePage(session(), feed, body);
        expect([...page.refs, ...page.mails].map(({ id }) => id)).toEqual(goodIds);
        expect(page.broken).toHaveLength(brokenCount);
        expectNoSecret(page, aCase);
      });

      it('answer any JSON with a page or a named failure, and allowed assets only', async () => {
        const { feeds, pages } = await walkSource(source, session(), aCase);
        const feed = feeds[0]!.id;
        fc.assert(
          fc.property(anyJsonLike(pages), (body) => {
            const page = attempt(() => source.parsePage(session(), feed, body));
            for (const mail of page?.mails ?? []) expectAllowedAssets(source, mail);
            for (const ref of page?.refs ?? []) expect(ref.id).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
          }),
        );
        if (typeof source.feeds === 'function') return;
        const { parse } = source.feeds;
        fc.assert(fc.property(fc.json(), (body) => void attempt(() => parse(session(), undefined, body))));
      });
    });

    describe('its mails', () => {
      it('have what every mail has', async () => {
        for (const mail of (await walkSource(source, session(), aCase)).mails) {
          expect(mail.id).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
          expect(mail.receivedAt).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
          expect(mail.from.id).not.toBe('');
          expect(mail.preview).not.toMatch(/[\r\n]{2}/);
          JSON.parse(mail.raw);
        }
      });

      it('name each asset once, by host and path, at an allowed origin', async () => {
        for (const mail of (await walkSource(source, session(), aCase)).mails)
          expectAllowedAssets(source, mail);
      });

      it('hold no secret in any part', async () => {
        const { mails, refs } = await walkSource(source, session(), aCase);
        expectNoSecret({ mails, refs }, aCase);
      });

      it('keep no signed address in what is stored raw', async () => {
        for (const { raw } of (await walkSource(source, session(), aCase)).mails) {
          expect(raw).not.toMatch(/[?&](?:Signature|Expires|Key-Pair-Id|X-Amz-[A-Za-z-]+)=/i);
        }
      });

      it('are refused with a named failure when the body is not theirs', async () => {
        const [ref] = (await walkSource(source, session(), aCase)).refs;
        const { detail } = source;
        if (!detail || !ref) return;
        for (const body of ['', '{}', 'null', '<html></html>', '<p>sorry', '{"error":{}}']) {
          expect(() => detail.parse(session(), ref, body)).toThrow(MailArkError);
        }
        fc.assert(fc.property(fc.string(), (body) => void attempt(() => detail.parse(session(), ref, body))));
      });
    });

    describe('its assets', () => {
      it('get a fresh address with the same key, when addresses expire', async () => {
        const assets = (await walkSource(source, session(), aCase)).mails.flatMap((mail) => mail.assets);
        const expiring = assets.filter((asset) => asset.expiresAt !== undefined);
        const { refresh } = source.asset;
        if (expiring.length > 0) expect(refresh).toBeDefined();
        for (const asset of refresh ? expiring : []) {
          const { body } = await aCase.answer(refresh!.request(session(), asset));
          const fresh = refresh!.parse(session(), asset, body);
          expect(fresh?.key).toBe(asset.key);
          expect(fresh?.url).not.toBe(asset.url);
          expect(Date.parse(fresh!.expiresAt!)).toBeGreaterThan(Date.parse(asset.expiresAt!));
          expect(refresh!.parse(session(), asset, '{"unknown":true}')).toBeUndefined();
        }
      });
    });

    describe('its failures', () => {
      it('are told apart', () => {
        for (const { status, expect: expected, body, is } of aCase.problems) {
          expect(source.findProblem(status, expected, body), `${status} ${body.slice(0, 80)}`).toBe(is);
        }
      });

      it('have names everybody knows, whatever was answered', () => {
        const expectation = fc.constantFrom<Expectation>('json', 'html', 'media');
        fc.assert(
          fc.property(
            fc.integer({ min: 100, max: 599 }),
            expectation,
            fc.string(),
            (status, expected, body) => {
              const problem = source.findProblem(status, expected, body);
              if (problem !== undefined) expect(errorCodes).toContain(problem);
            },
          ),
        );
      });
    });
  });
}

/** Every request the source makes for the played service, renewal aside. */
async function requestsOf(aCase: SourceCase, session: Session): Promise<RequestSpec[]> {
  const { source } = aCase;
  const { requests, mails } = await walkSource(source, session, aCase);
  const assets = mails.flatMap((mail) => mail.assets);
  expect(requests.length).toBeGreaterThan(0);
  return [
    ...requests,
    ...assets.map((asset) => source.asset.request(session, asset)),
    ...assets.flatMap((asset) => source.asset.refresh?.request(session, asset) ?? []),
  ];
}

function expectAllowedRequest(source: Source, request: RequestSpec): void {
  const { origin } = new URL(request.url);
  expect(allowedOrigins(source)).toContain(origin);
  if (request.auth === 'account') expect(source.authOrigins).toContain(origin);
}

function expectAllowedAssets(source: Source, mail: Mail): void {
  const keys = mail.assets.map((asset) => asset.key);
  expect(new Set(keys).size).toBe(keys.length);
  for (const asset of mail.assets) {
    const url = new URL(asset.url);
    expect(url.protocol).toBe('https:');
    expect(allowedOrigins(source)).toContain(url.origin);
    expect(asset.key).toBe(url.host + url.pathname);
    expect(asset.mailId).toBe(mail.id);
  }
}

function expectNoSecret(kept: unknown, { secrets, accountId }: SourceCase): void {
  const text = JSON.stringify(kept);
  for (const secret of [...secrets, accountId]) expect(text.includes(secret)).toBe(false);
}

/** What `work` gives; undefined when it failed with a name. Anything else is let through and fails the test. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof MailArkError) return undefined;
    throw error;
  }
}

/** Any JSON, and genuine pages in which one value was replaced by any JSON. */
function anyJsonLike(pages: unknown[]): fc.Arbitrary<unknown> {
  const mutated = fc
    .tuple(fc.constantFrom(...pages), fc.nat(), fc.jsonValue())
    .map(([page, at, value]) => replaceOne(page, at, value));
  return fc.oneof(fc.jsonValue(), mutated);
}

function replaceOne(page: unknown, at: number, value: unknown): unknown {
  let count = 0;
  const total = JSON.stringify(page).split(':').length;
  return JSON.parse(JSON.stringify(page), (_key, held: unknown) => (count++ === at % total ? value : held));
}

function withoutSignatures(mail: Mail): unknown {
  return { ...mail, assets: mail.assets.map(({ key, kind, role }) => ({ key, kind, role })) };
}
