import { describe, expect, it } from 'vitest';
import {
  createSessionKeeper,
  type ClientPage,
  type ClientPages,
} from '../../../lib/backup/session-keeper.ts';
import type { VaultContent } from '../../../lib/backup/sign-ins.ts';
import { AccountChangedError, SignedOutError } from '../../../lib/errors.ts';
import type { Session, Source, WebClientState } from '../../../lib/sources/source.ts';

/** A service whose token is the account's name and a number: `ann-1`. Clients may name their language too. */
const letters = {
  service: { id: 'letters', name: 'Letters', utcOffsetMinutes: 540 },
  authOrigins: ['https://letters.test'],
  assetOrigins: [],
  parseSession: ({ observedHeaders, storage }) => toSession(observedHeaders ?? storage),
  renewal: {
    request: () => ({
      ...{ url: 'https://letters.test/renew', method: 'POST', auth: 'cookie' },
      ...{ via: 'page', lane: 'session', expect: 'json' },
    }),
    parse: (_session, _of, body) => toSession(JSON.parse(body) as WebClientState['storage']),
  },
  sessionWays: { observe: { apiOrigins: [], headerNames: [] } },
} satisfies Partial<Source>;

function toSession({ token, language }: Record<string, string> = {}): Session | undefined {
  const client: Session['client'] = language === undefined ? {} : { language };
  return token
    ? { service: 'letters', account: token.split('-')[0] ?? '', credentials: { token }, client }
    : undefined;
}

const token = (session: Session | undefined) => session?.credentials['token'];

function aKeeper(change: Partial<Source> = {}) {
  const world = {
    now: 0,
    pages: [] as ClientPage[],
    /** What the renewal answers in a place. */
    renewalAnswers: {} as Record<string, object>,
    /** Where the renewal was made. */
    renewals: [] as string[],
    vault: { signIns: [], rejected: [] } as VaultContent,
    arrived: [] as string[],
    replaced: [] as string[],
    onSleep: (_now: number) => undefined as void,
  };
  const pages: ClientPages = {
    read: () => Promise.resolve(world.pages),
    call: (_source, place) => {
      world.renewals.push(place);
      const answer = world.renewalAnswers[place];
      return Promise.resolve(answer && JSON.stringify(answer));
    },
  };
  const build = () =>
    createSessionKeeper({
      findSource: (id) => (id === 'letters' ? ({ ...letters, ...change } as Source) : undefined),
      pages,
      vault: {
        read: () => Promise.resolve(structuredClone(world.vault)),
        write: (content) => Promise.resolve(void (world.vault = structuredClone(content))),
      },
      clock: {
        now: () => world.now,
        elapsed: () => world.now,
        sleep: (ms) => {
          world.now += ms;
          world.onSleep(world.now);
          return Promise.resolve();
        },
        random: () => 0,
      },
      onArrival: (session) => world.arrived.push(token(session) ?? ''),
      onReplaced: ({ account }) => world.replaced.push(account),
    });
  return { world, keeper: build(), build };
}

const signal = new AbortController().signal;

/** The only place of a browser without containers. */
const here = '';
const ann = { service: 'letters', account: 'ann' };
const bob = { service: 'letters', account: 'bob' };
const aPage = (shown?: string, place = here): ClientPage => ({
  place,
  storage: shown ? { token: shown } : {},
  language: '',
});

/** A keeper that has seen a call with the token. */
function aKeeperWith(...calls: [shown: string, place: string][]) {
  const made = aKeeper();
  for (const [shown, place] of calls) made.keeper.observe('letters', { token: shown }, place);
  return made;
}

describe('session keeper', () => {
  it('learns the session from the web client’s own call, once', () => {
    const { keeper, world } = aKeeperWith(['ann-1', here], ['ann-1', here]);
    expect(token(keeper.find(ann))).toBe('ann-1');
    expect(world.arrived).toEqual(['ann-1']);
  });

  it('gives no account the session of another', () => {
    const { keeper } = aKeeperWith(['ann-1', here]);
    expect(keeper.find(bob)).toBeUndefined();
  });

  it('reads the session of a page that is open already', async () => {
    const { keeper, world } = aKeeper();
    world.pages = [aPage('ann-1')];
    expect(token(await keeper.look({ service: 'letters' }))).toBe('ann-1');
  });

  it('remembers sessions over the death of the worker', async () => {
    const { world, build } = aKeeperWith(['ann-1', here]);
    const reborn = build();
    await reborn.restore();
    expect(token(reborn.find(ann))).toBe('ann-1');
    expect(world.vault.signIns).toHaveLength(1);
  });

  it('renews inside the page, once for all requests of the account', async () => {
    const { keeper, world } = aKeeperWith(['ann-1', here]);
    const old = keeper.find(ann) as Session;
    world.renewalAnswers = { [here]: { token: 'ann-2' } };
    const renewed = await Promise.all([1, 2, 3].map(() => keeper.renew(old, signal)));
    expect(renewed.map(token)).toEqual(['ann-2', 'ann-2', 'ann-2']);
    expect(world.renewals).toEqual([here]);
  });

  it('makes no renewal that goes elsewhere with the cookies of the page', async () => {
    const request = () => ({ ...letters.renewal.request(), url: 'https://elsewhere.test/renew' });
    const { keeper, world } = aKeeper({ renewal: { ...letters.renewal, request } });
    keeper.observe('letters', { token: 'ann-1' }, here);
    world.renewalAnswers = { [here]: { token: 'ann-2' } };
    await expect(keeper.renew(keeper.find(ann) as Session, signal)).rejects.toThrow(SignedOutError);
    expect(world.renewals).toEqual([]);
  });

  it('takes what the client itself renewed meanwhile', async () => {
    const { keeper, world } = aKeeperWith(['ann-1', here]);
    world.pages = [aPage('ann-1')];
    world.onSleep = (now) => void (now >= 2_000 && (world.pages = [aPage('ann-2')]));
    expect(token(await keeper.renew(keeper.find(ann) as Session, signal))).toBe('ann-2');
  });

  it('says signed out when only the refused token is to be had, and does not believe it again', async () => {
    const { keeper, world } = aKeeper();
    world.pages = [aPage('ann-1')];
    const old = (await keeper.look(ann)) as Session;
    await expect(keeper.renew(old, signal)).rejects.toThrow(SignedOutError);
    expect(await keeper.look(ann)).toBeUndefined();
    expect(await keeper.checkPages(ann)).toBe('same');
    await keeper.forgetRefusals(ann);
    expect(token(await keeper.look(ann))).toBe('ann-1');
  });

  it('says so when the renewed session is another account’s', async () => {
    const { keeper, world } = aKeeperWith(['ann-1', here]);
    const old = keeper.find(ann) as Session;
    world.pages = [aPage('bob-1')];
    await expect(keeper.renew(old, signal)).rejects.toThrow(AccountChangedError);
    expect(token(keeper.find(bob))).toBe('bob-1');
    expect(world.replaced).toEqual(['ann']);
  });

  it('notices in an open page that the account signed out or was switched', async () => {
    const { keeper, world } = aKeeper();
    world.pages = [aPage('ann-1')];
    await keeper.look(ann);
    expect(await keeper.checkPages(ann)).toBe('same');
    world.pages = [];
    expect(await keeper.checkPages(ann)).toBe('same');
    world.pages = [aPage()];
    expect(await keeper.checkPages(ann)).toBe('signed-out');
    world.pages = [aPage('bob-1')];
    expect(await keeper.checkPages(ann)).toBe('account-changed');
  });

  it('does not go on with a session from memory once its page signed out', async () => {
    const { keeper, world } = aKeeper();
    world.pages = [aPage('ann-1')];
    await keeper.look(ann);
    world.pages = [aPage()];
    expect(await keeper.look(ann)).toBeUndefined();
    expect(keeper.whyMissing(ann)).toBe('signed-out');
  });

  it('notices a sign-out also when the worker died after the sign-in', async () => {
    const { keeper, world, build } = aKeeper();
    world.pages = [aPage('ann-1')];
    await keeper.look(ann);
    const reborn = build();
    await reborn.restore();
    world.pages = [aPage()];
    expect(await reborn.checkPages(ann)).toBe('signed-out');
  });

  it('does not take an empty storage for a sign-out where the client keeps nothing there', async () => {
    const { keeper, world } = aKeeperWith(['ann-1', here]);
    world.pages = [aPage()];
    expect(await keeper.checkPages(ann)).toBe('same');
    expect(token(await keeper.look(ann))).toBe('ann-1');
  });

  it('takes the language of the client’s own call, though the token was known from its page before', async () => {
    const { keeper, world } = aKeeper();
    world.pages = [{ place: here, storage: { token: 'ann-1', language: 'en' }, language: '' }];
    expect((await keeper.look(ann))?.client).toEqual({ language: 'en' });
    keeper.observe('letters', { token: 'ann-1', language: 'ja' }, here);
    expect(keeper.find(ann)?.client).toEqual({ language: 'ja' });
    expect((await keeper.look(ann))?.client).toEqual({ language: 'ja' });
    expect(world.arrived).toEqual(['ann-1']);
  });

  it('takes a page’s newer language while no call was seen', async () => {
    const { keeper, world } = aKeeper();
    world.pages = [{ place: here, storage: { token: 'ann-1', language: 'en' }, language: '' }];
    await keeper.look(ann);
    world.pages = [{ place: here, storage: { token: 'ann-1', language: 'ko' }, language: '' }];
    expect((await keeper.look(ann))?.client).toEqual({ language: 'ko' });
  });

  it('keeps what the client said in its calls when the session is renewed from page or answer', async () => {
    const { keeper, world, build } = aKeeper();
    keeper.observe('letters', { token: 'ann-1', language: 'ja' }, here);
    world.renewalAnswers = { [here]: { token: 'ann-2' } };
    const renewed = await keeper.renew(keeper.find(ann) as Session, signal);
    expect([token(renewed), renewed.client]).toEqual(['ann-2', { language: 'ja' }]);
    const reborn = build();
    await reborn.restore();
    world.pages = [{ place: here, storage: { token: 'ann-3', language: 'en' }, language: '' }];
    expect((await reborn.look(ann))?.client).toEqual({ language: 'ja' });
  });

  it('waits for the call of an open client whose language is only guessed', async () => {
    const { keeper, world } = aKeeper();
    world.pages = [aPage('ann-1')];
    const guessed = (await keeper.look(ann)) as Session;
    world.onSleep = (now) =>
      void (now >= 3_000 && keeper.observe('letters', { token: 'ann-1', language: 'ja' }, here));
    expect((await keeper.confirm(guessed, signal)).client).toEqual({ language: 'ja' });
    expect(world.now).toBe(3_000);
  });

  it('waits neither for ever nor where no call can come or one was seen', async () => {
    const { keeper, world } = aKeeper();
    world.pages = [aPage('ann-1')];
    const guessed = (await keeper.look(ann)) as Session;
    expect(await keeper.confirm(guessed, signal)).toEqual(guessed);
    expect(world.now).toBe(5_000);
    world.pages = [];
    expect(await keeper.confirm(guessed, signal)).toEqual(guessed);
    keeper.observe('letters', { token: 'ann-1' }, here);
    world.pages = [aPage('ann-1')];
    expect(token(await keeper.confirm(guessed, signal))).toBe('ann-1');
    expect(world.now).toBe(5_000);
  });

  it('forgets an account whose place shows another', () => {
    const { keeper, world } = aKeeperWith(['ann-1', here], ['bob-1', here]);
    expect(keeper.find(ann)).toBeUndefined();
    expect(keeper.whyMissing(ann)).toBe('account-changed');
    expect(world.replaced).toEqual(['ann']);
  });
});

describe('session keeper with two containers', () => {
  it('keeps the sessions of both accounts', async () => {
    const { keeper, world } = aKeeper();
    world.pages = [aPage('ann-1', 'c1'), aPage('bob-1', 'c2')];
    expect(token(await keeper.look(bob))).toBe('bob-1');
    expect(token(await keeper.look(ann))).toBe('ann-1');
    expect(world.replaced).toEqual([]);
    expect(keeper.list('letters').map(({ account, place }) => [account, place])).toEqual([
      ['ann', 'c1'],
      ['bob', 'c2'],
    ]);
  });

  it('lists containers in the order in which they were made', () => {
    const { keeper } = aKeeperWith(['cat-1', 'c10'], ['bob-1', 'c2'], ['ann-1', here]);
    expect(keeper.list('letters').map(({ account }) => account)).toEqual(['ann', 'bob', 'cat']);
  });

  it('renews in the account’s own container only', async () => {
    const { keeper, world } = aKeeperWith(['ann-1', 'c1'], ['bob-1', 'c2']);
    world.renewalAnswers = { c1: { token: 'ann-2' }, c2: { token: 'bob-2' } };
    expect(token(await keeper.renew(keeper.find(ann) as Session, signal))).toBe('ann-2');
    expect(world.renewals).toEqual(['c1']);
    expect(token(keeper.find(bob))).toBe('bob-1');
  });

  it('renews both at the same time, each for itself', async () => {
    const { keeper, world } = aKeeperWith(['ann-1', 'c1'], ['bob-1', 'c2']);
    world.renewalAnswers = { c1: { token: 'ann-2' }, c2: { token: 'bob-2' } };
    const old = [ann, bob].map((owner) => keeper.find(owner) as Session);
    const renewed = await Promise.all(old.map((session) => keeper.renew(session, signal)));
    expect(renewed.map(token)).toEqual(['ann-2', 'bob-2']);
  });

  it('does not take the other account’s call for an answer while one is renewed', async () => {
    const { keeper, world } = aKeeperWith(['ann-1', 'c1']);
    const renewal = keeper.renew(keeper.find(ann) as Session, signal);
    keeper.observe('letters', { token: 'bob-1' }, 'c2');
    world.onSleep = (now) => void (now >= 2_000 && keeper.observe('letters', { token: 'ann-2' }, 'c1'));
    expect(token(await renewal)).toBe('ann-2');
    expect(world.replaced).toEqual([]);
  });

  it('signs out one account and not the other', async () => {
    const { keeper, world } = aKeeper();
    world.pages = [aPage('ann-1', 'c1'), aPage('bob-1', 'c2')];
    await keeper.look(ann);
    world.pages = [aPage(undefined, 'c1'), aPage('bob-1', 'c2')];
    expect(await keeper.checkPages(ann)).toBe('signed-out');
    expect(await keeper.checkPages(bob)).toBe('same');
    expect(await keeper.look(ann)).toBeUndefined();
    expect(token(await keeper.look(bob))).toBe('bob-1');
  });

  it('goes on with an account whose tab was closed, and never in the other’s tab', async () => {
    const { keeper, world } = aKeeper();
    world.pages = [aPage('ann-1', 'c1'), aPage('bob-1', 'c2')];
    await keeper.look(ann);
    world.pages = [aPage('bob-1', 'c2')];
    world.renewalAnswers = { c2: { token: 'bob-2' } };
    const old = (await keeper.look(ann)) as Session;
    expect(await keeper.checkPages(ann)).toBe('same');
    await expect(keeper.renew(old, signal)).rejects.toThrow(SignedOutError);
    expect(world.renewals).toEqual(['c1']);
    expect(token(keeper.find(bob))).toBe('bob-1');
  });

  it('finds the place of an account as its pages show it now', async () => {
    const { keeper, world } = aKeeperWith(['ann-1', 'c1'], ['bob-1', 'c2']);
    world.pages = [aPage('bob-1', 'c1'), aPage('ann-1', 'c2')];
    expect(await keeper.findPlace(ann)).toBe('c2');
    expect(await keeper.findPlace({ service: 'letters', account: 'cat' })).toBeUndefined();
  });

  it('keeps an account that is signed in twice until the last container changes', () => {
    const { keeper, world } = aKeeperWith(['ann-1', 'c1'], ['ann-2', 'c2'], ['bob-1', 'c2']);
    expect(token(keeper.find(ann))).toBe('ann-1');
    expect(world.replaced).toEqual([]);
    keeper.observe('letters', { token: 'bob-2' }, 'c1');
    expect(world.replaced).toEqual(['ann']);
  });
});
