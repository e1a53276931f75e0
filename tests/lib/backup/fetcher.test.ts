import { describe, expect, it } from 'vitest';
import { createFetcher } from '../../../lib/backup/fetcher.ts';
import { createGovernor } from '../../../lib/backup/governor.ts';
import type { HttpRequest, SessionKeeper } from '../../../lib/backup/ports.ts';
import { errorCodeOf, MailArkError } from '../../../lib/errors.ts';
import type { RequestSpec } from '../../../lib/sources/source.ts';
import { aFakeClock } from '../../support/fake-clock.ts';
import { aSession, lettersSource } from '../../support/scripted-service.ts';

type Reply = { status?: number; body?: string; headers?: Record<string, string> } | MailArkError;

const aMailSpec: RequestSpec = {
  url: 'https://www.letters.example/mail/m1',
  method: 'GET',
  auth: 'account',
  via: 'background',
  lane: 'detail',
  expect: 'html',
};

/** A fetcher whose server gives these replies, one after the other, the last for ever. */
const aFetcher = (...replies: Reply[]) => aFetcherWith({}, ...replies);

/** The same, with more to be had from the keeper of sessions. */
function aFetcherWith(keeper: Partial<SessionKeeper>, ...replies: Reply[]) {
  const clock = aFakeClock();
  const sent: (HttpRequest & { at: number })[] = [];
  const rests: number[] = [];
  const fetcher = createFetcher({
    clock,
    governor: createGovernor({ clock, limits: () => ({ atOnce: 4 }) }),
    source: lettersSource,
    sessions: {
      find: () => undefined,
      confirm: (session) => Promise.resolve(session),
      renew: () => Promise.reject(new MailArkError('signed-out', 'no')),
      ...keeper,
    },
    transport: {
      async send(request) {
        const reply = replies[Math.min(sent.length, replies.length - 1)]!;
        sent.push({ ...request, at: clock.now() });
        await clock.sleep(20);
        if (reply instanceof Error) throw reply;
        const { status = 200, body = 'm1|', headers = {} } = reply;
        return { status, header: (name) => headers[name], body: new TextEncoder().encode(body) };
      },
    },
    onRest: (untilMs) => rests.push(untilMs),
  });
  const fetch = (spec: Partial<RequestSpec> = {}) =>
    clock.run(fetcher.fetch({ ...aMailSpec, ...spec }, aSession, new AbortController().signal));
  const codeOf = async (spec: Partial<RequestSpec> = {}) => {
    try {
      await fetch(spec);
      return 'none';
    } catch (error) {
      return errorCodeOf(error);
    }
  };
  return { fetch, codeOf, sent, rests, clock, fetcher };
}

describe('a client that is too old', () => {
  const tooOld = { status: 426 };

  it('ends everything where nothing else is known of the client', async () => {
    const { codeOf, sent } = aFetcher(tooOld);
    expect(await codeOf()).toBe('client-too-old');
    expect(sent).toHaveLength(1);
  });

  it('was only guessed when the client’s own call says another version', async () => {
    const confirmed = { ...aSession, client: { version: '2' } };
    let isConfirmed = false;
    const keeper: Partial<SessionKeeper> = {
      find: () => (isConfirmed ? confirmed : undefined),
      confirm: () => {
        isConfirmed = true;
        return Promise.resolve(confirmed);
      },
    };
    const { codeOf, sent } = aFetcherWith(keeper, tooOld, {});
    expect(await codeOf()).toBe('none');
    expect(sent).toHaveLength(2);
    const stubborn = aFetcherWith(keeper, tooOld);
    expect(await stubborn.codeOf()).toBe('client-too-old');
  });
});

describe('fetcher', () => {
  it('attaches the account only for those who may see it', async () => {
    const { fetch, sent } = aFetcher({});
    await fetch();
    await fetch({ auth: 'none' });
    expect(sent.map(({ headers }) => headers)).toEqual([{ 'access-token': 't1' }, {}]);
  });

  it.each([
    ['another host', { url: 'https://evil.example/mail/m1' }],
    ['plain http', { url: 'http://www.letters.example/mail/m1' }],
    ['another port', { url: 'https://www.letters.example:8443/mail/m1' }],
    ['a host hidden behind a name', { url: 'https://www.letters.example@evil.example/' }],
    ['a name in front of the host', { url: 'https://user:pw@www.letters.example/' }],
    ['the image host with the account', { url: 'https://img.letters.example/a.jpg', lane: 'asset' }],
    ['the image host for a mail', { url: 'https://img.letters.example/a.jpg', auth: 'none' }],
    ['no address at all', { url: 'nowhere' }],
    ['a local file', { url: 'file:///etc/passwd' }],
  ] as const)('refuses %s before anything is sent', async (_what, spec) => {
    const { codeOf, sent } = aFetcher({});
    expect(await codeOf(spec)).toBe('broken-record');
    expect(sent).toEqual([]);
  });

  it.each<[string, Reply]>([
    ['503', { status: 503 }],
    ['502', { status: 502 }],
    ['429', { status: 429 }],
    ['a negative wait', { status: 429, headers: { 'retry-after': '-3' } }],
    ['a lost connection', new MailArkError('network-failed', 'lost')],
    ['a time-out', new MailArkError('timed-out', 'late')],
    ['an error page', { body: 'An error has occurred' }],
    ['a short body', { headers: { 'content-length': '99' } }],
  ])('tries again after %s', async (_what, reply) => {
    const { fetch, sent } = aFetcher(reply, reply, {});
    expect(await fetch()).toMatchObject({ text: 'm1|' });
    expect(sent).toHaveLength(3);
  });

  it('waits as long as the server asks, and reports it', async () => {
    const { fetch, sent, rests } = aFetcher({ status: 503, headers: { 'retry-after': '7' } }, {});
    await fetch();
    expect(sent[1]!.at - sent[0]!.at).toBe(7_020);
    expect(rests).toEqual([sent[1]!.at]);
  });

  it.each([
    [6, 'server-unavailable', { status: 502 }],
    [12, 'rate-limited', { status: 429 }],
    [3, 'error-page', { body: 'An error has occurred' }],
    [2, 'not-found', { status: 404 }],
    [1, 'offline', new MailArkError('offline', 'no')],
    [1, 'permission-missing', new MailArkError('permission-missing', 'no')],
    [1, 'client-too-old', { status: 426 }],
    [1, 'signed-out', { status: 401 }],
  ] as const)('gives up after %i with %s', async (attempts, code, reply) => {
    const { codeOf, sent } = aFetcher(reply);
    expect(await codeOf()).toBe(code);
    expect(sent).toHaveLength(attempts);
  });

  it('does not blame the mails under way for an outage that began after others were served', async () => {
    const clock = aFakeClock();
    const outageAt = clock.now() + 50;
    const fetcher = createFetcher({
      clock,
      governor: createGovernor({ clock, limits: () => ({ atOnce: 4 }) }),
      source: lettersSource,
      sessions: {
        find: () => undefined,
        confirm: (session) => Promise.resolve(session),
        renew: () => Promise.reject(new MailArkError('signed-out', 'no')),
      },
      transport: {
        async send({ url }) {
          await clock.sleep(url.endsWith('slow') ? 60 : 20);
          if (clock.now() >= outageAt) throw new MailArkError('network-failed', 'down');
          return { status: 200, header: () => undefined, body: new TextEncoder().encode('m1|') };
        },
      },
    });
    const fetch = (id: string) =>
      fetcher.fetch(
        { ...aMailSpec, url: `https://www.letters.example/mail/${id}` },
        aSession,
        new AbortController().signal,
      );
    const [slow, quick] = await clock.run(Promise.allSettled([fetch('slow'), fetch('m1')]));
    expect(quick.status).toBe('fulfilled');
    expect(slow).toMatchObject({
      status: 'rejected',
      reason: { name: 'MailArkError', code: 'network-failed' },
    });
  });

  it('sees within half a minute that a host is down, however gently it is asked', async () => {
    const clock = aFakeClock();
    const startedAt = clock.elapsed();
    const fetcher = createFetcher({
      clock,
      governor: createGovernor({ clock, limits: () => ({ atOnce: 4, perSecond: 5 }) }),
      source: lettersSource,
      sessions: {
        find: () => undefined,
        confirm: (session) => Promise.resolve(session),
        renew: () => Promise.reject(new MailArkError('signed-out', 'no')),
      },
      transport: {
        async send() {
          await clock.sleep(20);
          throw new MailArkError('network-failed', 'down');
        },
      },
    });
    const ids = Array.from({ length: 60 }, (_, at) => `m${at}`);
    // The first to give up stops a run, and with it all the others.
    const first = Promise.any(
      ids.map((id) =>
        fetcher
          .fetch(
            { ...aMailSpec, url: `https://www.letters.example/mail/${id}` },
            aSession,
            new AbortController().signal,
          )
          .catch((error: unknown) => error),
      ),
    );
    expect(await clock.run(first)).toMatchObject({ name: 'MailArkError', code: 'network-failed' });
    const tookMs = clock.elapsed() - startedAt;
    expect(tookMs).toBeGreaterThanOrEqual(20_000);
    expect(tookMs).toBeLessThan(30_000);
  });

  it('counts what went over the wire, attempts included', async () => {
    const { fetch, fetcher } = aFetcher({ status: 500, body: 'no' }, {});
    await fetch();
    expect(fetcher.traffic()).toMatchObject({ requests: 2, sizeBytes: 5 });
  });

  it('stops waiting when aborted', async () => {
    const { clock, fetcher } = aFetcher({ status: 503 });
    const abort = new AbortController();
    const answer = fetcher.fetch(aMailSpec, aSession, abort.signal);
    abort.abort(new Error('Cancelled.'));
    await expect(clock.run(answer)).rejects.toThrow('Cancelled.');
  });
});

describe('the pace a fetcher reports', () => {
  it('is unknown before the first request', () => {
    expect(aFetcher({}).fetcher.traffic()).not.toHaveProperty('pace');
  });

  it('is the ceiling while the service keeps up', async () => {
    const { fetch, fetcher } = aFetcher({});
    await fetch();
    expect(fetcher.traffic().pace).toEqual({ underWay: 0, atOnce: 4, isSlowed: false });
  });

  it('is slowed after the service was overloaded, and not once it keeps up again', async () => {
    const { fetch, fetcher } = aFetcher({ status: 503 }, {});
    await fetch();
    expect(fetcher.traffic().pace).toEqual({ underWay: 0, atOnce: 2, isSlowed: true });
    for (let more = 0; more < 12; more += 1) await fetch();
    expect(fetcher.traffic().pace).toEqual({ underWay: 0, atOnce: 4, isSlowed: false });
  });
});

describe('the hosts a fetcher asks', () => {
  it('are shared only once one of them gave words and files', async () => {
    const { fetch, fetcher, codeOf } = aFetcher({});
    await fetch();
    expect(fetcher.traffic().isShared).toBe(false);
    await codeOf({ url: 'https://img.letters.example/p1', lane: 'asset', auth: 'none', expect: 'media' });
    expect(fetcher.traffic().isShared).toBe(false);
    await codeOf({ url: 'https://www.letters.example/p2', lane: 'asset', auth: 'none', expect: 'media' });
    expect(fetcher.traffic().isShared).toBe(true);
  });
});

describe('what the requests wait for', () => {
  it('is an answer, then another try, and nothing once all are answered', async () => {
    const { fetcher, clock, fetch } = aFetcher({ status: 503 }, {});
    const seen: unknown[] = [fetcher.traffic().waitsFor];
    for (const at of [10, 30]) void clock.sleep(at).then(() => seen.push(fetcher.traffic().waitsFor));
    await fetch();
    expect([...seen, fetcher.traffic().waitsFor]).toEqual([undefined, 'answer', 'retry', undefined]);
  });

  it('is the sign-in while that is renewed', async () => {
    const seen: unknown[] = [];
    const { fetcher, codeOf } = aFetcherWith(
      {
        renew: async () => {
          await Promise.resolve();
          seen.push(fetcher.traffic().waitsFor);
          throw new MailArkError('signed-out', 'no');
        },
      },
      { status: 401 },
    );
    await codeOf();
    expect([...seen, fetcher.traffic().waitsFor]).toEqual(['sign-in', undefined]);
  });
});
