import { describe, expect, it } from 'vitest';
import {
  afterFailure,
  freshTries,
  isOverload,
  type FailureState,
  type NextTry,
} from '../../../lib/backup/after-failure.ts';
import { afterAnswer, freshHost, type HostHealth } from '../../../lib/backup/host-health.ts';
import {
  AccountChangedError,
  BadAnswerError,
  BrokenRecordError,
  errorCodeOf,
  errorCodes,
  ForbiddenError,
  LongWaitError,
  MailArkError,
  RateLimitedError,
  SignedOutError,
  StorageFullError,
  type ErrorCode,
} from '../../../lib/errors.ts';

type Request = FailureState['request'];

const list: Request = { lane: 'list', auth: 'account', expect: 'json' };
const mail: Request = { lane: 'detail', auth: 'account', expect: 'html' };
const picture: Request = { lane: 'asset', auth: 'none', expect: 'media' };

const bad = (code: ErrorCode, status = 200) => new BadAnswerError(code, status, 'bad');
const plain = (code: ErrorCode) => new MailArkError(code, 'plain');
/** A 503 without `Retry-After`. */
const weak503 = new RateLimitedError(503, undefined);
const limited429 = new RateLimitedError(429, undefined);

/** A step in one line of the rule book. */
function say(next: NextTry): string {
  switch (next.step) {
    case 'retry':
      return next.waitMs === 0 ? 'retry' : `retry after ${next.waitMs} ms`;
    case 'hold':
      return `hold host ${next.waitMs} ms`;
    case 'skip':
      return `skip: ${next.error.code}`;
    case 'stop':
      return `stop: ${errorCodeOf(next.error)}`;
    default:
      return next.step;
  }
}

interface Scene {
  request?: Request;
  host?: Partial<HostHealth>;
  /** Good answers to other requests after this try, counted from 1. */
  servedAfter?: number[];
  /** Milliseconds between two tries. */
  apartMs?: number;
}

/** What follows when every try fails with the error, until no other try follows. */
function play(error: unknown, { request = mail, host, servedAfter = [], apartMs = 1_000 }: Scene = {}) {
  let state: FailureState = {
    request,
    host: { ...freshHost, failing: 1, ...host },
    tries: freshTries({ ...freshHost, ...host }),
    elapsed: 0,
    random: 0.5,
  };
  const steps: string[] = [];
  for (let tried = 1; tried <= 200; tried += 1) {
    const { next, tries, host: health } = afterFailure(error, state);
    steps.push(say(next));
    if (next.step === 'skip' || next.step === 'stop' || next.step === 'ask-client') return { steps, next };
    const served = servedAfter.includes(tried) ? afterAnswer(health, 'words') : health;
    state = { ...state, tries, host: served, elapsed: state.elapsed + apartMs };
  }
  throw new Error('The tries have no end.');
}

const weakTries = ['retry after 250 ms', 'retry after 500 ms', 'retry after 1000 ms', 'retry after 2000 ms'];
const sixTries = (end: string) => [...weakTries, 'retry after 4000 ms', end];
const threeTries = (end: string) => ['retry after 250 ms', 'retry after 500 ms', end];

/** The steps for a mail, and for a list where they differ, when nothing else is asked of the host. */
const rules: Record<ErrorCode, { error: unknown; mail: string[]; list?: string[] }> = {
  // Nothing can be had, now or later.
  offline: { error: plain('offline'), mail: ['stop: offline'] },
  'permission-missing': { error: plain('permission-missing'), mail: ['stop: permission-missing'] },
  'client-too-old': { error: plain('client-too-old'), mail: ['ask-client'] },
  unexpected: { error: new TypeError('a mistake of ours'), mail: ['stop: unexpected'] },

  // The session is refused.
  'signed-out': { error: new SignedOutError(), mail: ['renew', 'renew', 'stop: signed-out'] },
  redirected: {
    error: plain('redirected'),
    mail: threeTries('skip: redirected'),
    list: ['renew', 'renew', 'stop: signed-out'],
  },

  // The server asks to wait.
  'rate-limited': {
    error: limited429,
    mail: [
      ...[250, 500, 1000, 2000, 4000].map((ms) => `hold host ${ms} ms`),
      ...Array<string>(6).fill('hold host 8000 ms'),
      'stop: rate-limited',
    ],
  },

  // The server or the line is weak.
  'network-failed': { error: plain('network-failed'), mail: sixTries('stop: network-failed') },
  'timed-out': { error: plain('timed-out'), mail: sixTries('stop: timed-out') },
  'server-unavailable': {
    error: bad('server-unavailable', 502),
    mail: sixTries('skip: server-unavailable'),
    list: sixTries('stop: server-unavailable'),
  },

  // The answer is not what was asked for.
  forbidden: {
    error: bad('forbidden', 403),
    mail: threeTries('skip: forbidden'),
    list: threeTries('stop: forbidden'),
  },
  'not-found': {
    error: bad('not-found', 404),
    mail: ['retry after 250 ms', 'skip: not-found'],
    list: ['skip: not-found'],
  },
  'unexpected-status': { error: bad('unexpected-status', 418), mail: threeTries('skip: unexpected-status') },
  'wrong-type': { error: bad('wrong-type'), mail: threeTries('skip: wrong-type') },
  'error-page': { error: bad('error-page'), mail: threeTries('skip: error-page') },
  'empty-body': { error: bad('empty-body'), mail: threeTries('skip: empty-body') },
  'short-body': { error: bad('short-body'), mail: threeTries('skip: short-body') },
  'not-media': { error: bad('not-media'), mail: threeTries('skip: not-media') },
  'too-large': { error: bad('too-large'), mail: threeTries('skip: too-large') },
  'broken-record': { error: new BrokenRecordError('id', ''), mail: threeTries('skip: broken-record') },

  // No request fails with these; a source that throws one anyway costs three tries.
  'account-changed': { error: new AccountChangedError(), mail: threeTries('skip: account-changed') },
  'storage-full': { error: new StorageFullError(), mail: threeTries('skip: storage-full') },
  'storage-broken': { error: plain('storage-broken'), mail: threeTries('skip: storage-broken') },
  'storage-newer': { error: plain('storage-newer'), mail: threeTries('skip: storage-newer') },
  'storage-older': { error: plain('storage-older'), mail: threeTries('skip: storage-older') },
  'storage-emptied': { error: plain('storage-emptied'), mail: threeTries('skip: storage-emptied') },
  'export-failed': { error: plain('export-failed'), mail: threeTries('skip: export-failed') },
  'download-interrupted': {
    error: plain('download-interrupted'),
    mail: threeTries('skip: download-interrupted'),
  },
  'nothing-to-export': { error: plain('nothing-to-export'), mail: threeTries('skip: nothing-to-export') },
  'archive-broken': { error: plain('archive-broken'), mail: threeTries('skip: archive-broken') },
  'archive-newer': { error: plain('archive-newer'), mail: threeTries('skip: archive-newer') },
  'listing-endless': { error: plain('listing-endless'), mail: threeTries('skip: listing-endless') },
  'listing-incomplete': { error: plain('listing-incomplete'), mail: threeTries('skip: listing-incomplete') },
  'listing-unstable': { error: plain('listing-unstable'), mail: threeTries('skip: listing-unstable') },
  'file-unreadable': { error: plain('file-unreadable'), mail: threeTries('skip: file-unreadable') },
  'zip-foreign': { error: plain('zip-foreign'), mail: threeTries('skip: zip-foreign') },
  'zip-cut': { error: plain('zip-cut'), mail: threeTries('skip: zip-cut') },
  'zip-broken': { error: plain('zip-broken'), mail: threeTries('skip: zip-broken') },
  'zip-split': { error: plain('zip-split'), mail: threeTries('skip: zip-split') },
  'zip-encrypted': { error: plain('zip-encrypted'), mail: threeTries('skip: zip-encrypted') },
  'zip-method': { error: plain('zip-method'), mail: threeTries('skip: zip-method') },
  'zip-unsafe': { error: plain('zip-unsafe'), mail: threeTries('skip: zip-unsafe') },
  'zip-too-large': { error: plain('zip-too-large'), mail: threeTries('skip: zip-too-large') },
  'archive-foreign': { error: plain('archive-foreign'), mail: threeTries('skip: archive-foreign') },
  'archive-old-script': { error: plain('archive-old-script'), mail: threeTries('skip: archive-old-script') },
  'nothing-to-import': { error: plain('nothing-to-import'), mail: threeTries('skip: nothing-to-import') },
  'content-changed': { error: plain('content-changed'), mail: threeTries('skip: content-changed') },
  'unlisted-file': { error: plain('unlisted-file'), mail: threeTries('skip: unlisted-file') },
};

describe('the rules for a request that fails', () => {
  it.each(errorCodes.map((code) => ({ code, ...rules[code] })))(
    'has one for $code',
    ({ code, error, mail: stepsOfMail, list: stepsOfList = stepsOfMail }) => {
      expect(errorCodeOf(error)).toBe(code);
      expect(play(error, { request: mail }).steps).toEqual(stepsOfMail);
      expect(play(error, { request: list }).steps).toEqual(stepsOfList);
    },
  );

  it.each<[string, unknown, Scene, string[]]>([
    // Whose fault is it?
    [
      'a lost line while others are served',
      plain('network-failed'),
      { servedAfter: [3] },
      sixTries('skip: network-failed'),
    ],
    [
      'a lost line after others were served',
      plain('network-failed'),
      { servedAfter: [2] },
      sixTries('stop: network-failed'),
    ],
    [
      'a 502 for several requests at once',
      bad('server-unavailable', 502),
      { host: { failing: 2 } },
      sixTries('stop: server-unavailable'),
    ],
    [
      'a 502 for several while others are served',
      bad('server-unavailable', 502),
      { host: { failing: 2 }, servedAfter: [4] },
      sixTries('skip: server-unavailable'),
    ],
    ['a 503 for one request alone', weak503, {}, sixTries('skip: server-unavailable')],
    [
      'a 503 for several requests at once',
      weak503,
      { host: { failing: 2 } },
      sixTries('stop: server-unavailable'),
    ],

    // A host is down after six tries in 20 seconds, whichever request they were for.
    [
      'a lost line over 20 s, of several requests',
      plain('timed-out'),
      { host: { failing: 2, weak: { tries: 5, since: -20_000 } } },
      ['stop: timed-out'],
    ],
    [
      'a lost line over 19 s, of several requests',
      plain('timed-out'),
      { host: { failing: 2, weak: { tries: 5, since: -19_000 } } },
      ['retry after 250 ms', 'stop: timed-out'],
    ],
    [
      'a lost line over 20 s, of one request',
      plain('timed-out'),
      { host: { weak: { tries: 5, since: -20_000 } } },
      sixTries('stop: timed-out'),
    ],

    // The server asks to wait.
    [
      'a 503 with Retry-After',
      new RateLimitedError(503, 7_000),
      {},
      [...Array<string>(11).fill('retry'), 'skip: server-unavailable'],
    ],
    [
      'a 503 with Retry-After: 0',
      new RateLimitedError(503, 0),
      { servedAfter: [1, 2, 3] },
      [
        'retry after 250 ms',
        'retry after 250 ms',
        'retry after 250 ms',
        'retry after 250 ms',
        'retry after 500 ms',
        'retry after 1000 ms',
        'retry after 2000 ms',
        'retry after 4000 ms',
        ...Array<string>(6).fill('retry after 8000 ms'),
        'skip: server-unavailable',
      ],
    ],
    [
      'a 429 with Retry-After',
      new RateLimitedError(429, 7_000),
      {},
      [...Array<string>(11).fill('retry'), 'stop: rate-limited'],
    ],
    ['a wait that is too long to sleep', new LongWaitError(9_000_000), {}, ['stop: rate-limited']],

    // A 403 may be temporary; many in a row are not.
    [
      'a fifth 403 in a row on words',
      bad('forbidden', 403),
      { host: { forbidden: { words: 4, media: 0 } } },
      ['stop: forbidden'],
    ],
    [
      '403s on words after four on pictures',
      bad('forbidden', 403),
      { host: { forbidden: { words: 0, media: 4 } } },
      threeTries('skip: forbidden'),
    ],
    [
      'a nineteenth 403 in a row on pictures',
      bad('forbidden', 403),
      { request: picture, host: { forbidden: { words: 0, media: 18 } } },
      ['retry after 250 ms', 'stop: forbidden'],
    ],

    // A redirect is a sign-out where proof was sent.
    [
      'a fifth redirected mail in a row',
      plain('redirected'),
      { host: { redirects: 4 } },
      ['renew', 'renew', 'stop: signed-out'],
    ],
    ['a redirected picture', plain('redirected'), { request: picture }, threeTries('skip: redirected')],

    // The pages of the account are closed: it is the session that is missing, not the mail.
    [
      'a call inside a page that is not open',
      plain('signed-out'),
      {},
      ['renew', 'renew', 'stop: signed-out'],
    ],
  ])('has one for %s', (_what, error, scene, steps) => {
    expect(play(error, scene).steps).toEqual(steps);
  });

  it('counts how long a host is weak from its first weak answer since a good one', () => {
    const weak = (tries: number, since: number) => {
      const host = { ...freshHost, weak: { tries, since } };
      const state = { request: mail, host, tries: freshTries(host), elapsed: 9_000, random: 0.5 };
      return afterFailure(plain('timed-out'), state).host.weak;
    };
    expect(weak(0, 2_000)).toEqual({ tries: 1, since: 9_000 });
    expect(weak(1, 2_000)).toEqual({ tries: 2, since: 2_000 });
  });

  it('gives up after a hundred waits, although others are served all the time', () => {
    const { steps } = play(limited429, { servedAfter: Array.from({ length: 200 }, (_, at) => at + 1) });
    expect(steps).toEqual([...Array<string>(99).fill('hold host 250 ms'), 'stop: rate-limited']);
  });

  it.each<[string, unknown, Scene, unknown]>([
    ['a skipped item keeps the status', weak503, {}, bad('server-unavailable', 503)],
    [
      'a run that rests has no status',
      bad('server-unavailable', 502),
      { host: { failing: 2 } },
      plain('server-unavailable'),
    ],
    ['a refused list is a refusing service', bad('forbidden', 403), { request: list }, new ForbiddenError()],
    ['a redirected list is a sign-out', plain('redirected'), { request: list }, new SignedOutError()],
  ])('names the failure: %s', (_what, error, scene, named) => {
    const { next } = play(error, scene);
    const { name, code, status } = ('error' in next ? next.error : undefined) as BadAnswerError;
    const expected = named as BadAnswerError;
    expect({ name, code, status }).toEqual({
      name: expected.name,
      code: expected.code,
      status: expected.status,
    });
  });

  it('keeps no count in the state it was given', () => {
    const host = Object.freeze({ ...freshHost, failing: 1 });
    const tries = Object.freeze(freshTries(host));
    for (const { error } of Object.values(rules))
      afterFailure(error, { request: mail, host, tries, elapsed: 0, random: 0 });
    expect([host, tries]).toEqual([{ ...freshHost, failing: 1 }, freshTries(freshHost)]);
  });
});

describe('a good answer', () => {
  it('ends what was counted in a row, of 403 answers only those of its kind', () => {
    const host: HostHealth = {
      goods: 7,
      failing: 2,
      weak: { tries: 4, since: 90 },
      forbidden: { words: 3, media: 9 },
      redirects: 2,
    };
    expect(afterAnswer(host, 'words')).toEqual({
      goods: 8,
      failing: 2,
      weak: { tries: 0, since: 90 },
      forbidden: { words: 0, media: 9 },
      redirects: 0,
    });
  });
});

describe('the failures that slow the pace', () => {
  it.each<[unknown, boolean]>([
    [limited429, true],
    [weak503, true],
    [bad('server-unavailable', 502), true],
    [plain('network-failed'), true],
    [plain('timed-out'), true],
    [bad('error-page'), true],
    [bad('not-found', 404), false],
    [bad('forbidden', 403), false],
    [bad('short-body'), false],
    [plain('offline'), false],
    [new SignedOutError(), false],
  ])('%o: %s', (error, slows) => {
    expect(isOverload(error)).toBe(slows);
  });
});
