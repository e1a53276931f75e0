import { describe, expect, it } from 'vitest';
import {
  createSessionKeeper,
  type ClientPages,
  type VaultContent,
} from '../../../lib/backup/session-keeper.ts';
import { AccountChangedError, SignedOutError } from '../../../lib/errors.ts';
import type { Session, Source } from '../../../lib/sources/source.ts';

/** A service whose token is the account's name and a number: `ann-1`. */
const letters = {
  id: 'letters',
  parseSession: ({ observedHeaders, storage, renewalAnswer }) => {
    const token =
      observedHeaders?.['token'] ??
      storage?.['token'] ??
      (renewalAnswer as { token?: string } | undefined)?.token;
    return token
      ? { service: 'letters', account: token.split('-')[0] ?? '', credentials: { token }, client: {} }
      : undefined;
  },
  renewal: () => ({ url: 'https://letters.test/renew' }),
} as Partial<Source> as Source;

const token = (session: Session | undefined) => session?.credentials['token'];

function aKeeper() {
  const world = {
    now: 0,
    pages: [] as Record<string, string>[],
    renewalAnswer: undefined as unknown,
    renewals: 0,
    vault: { sessions: [], rejected: [] } as VaultContent,
    arrived: [] as string[],
    onSleep: (_now: number) => undefined as void,
  };
  const pages: ClientPages = {
    readStorage: () => Promise.resolve(world.pages),
    renew: () => {
      world.renewals += 1;
      return Promise.resolve(world.renewalAnswer);
    },
  };
  const build = () =>
    createSessionKeeper({
      findSource: (id) => (id === 'letters' ? letters : undefined),
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
    });
  return { world, keeper: build(), build };
}

const signal = new AbortController().signal;

describe('session keeper', () => {
  it('learns the session from the web client’s own call, once', () => {
    const { keeper, world } = aKeeper();
    keeper.observe('letters', { token: 'ann-1' });
    keeper.observe('letters', { token: 'ann-1' });
    expect(token(keeper.find({ service: 'letters', account: 'ann' }))).toBe('ann-1');
    expect(world.arrived).toEqual(['ann-1']);
  });

  it('gives nobody the session of another account', () => {
    const { keeper } = aKeeper();
    keeper.observe('letters', { token: 'ann-1' });
    expect(keeper.find({ service: 'letters', account: 'bob' })).toBeUndefined();
  });

  it('reads the session of a page that is open already', async () => {
    const { keeper, world } = aKeeper();
    world.pages = [{ token: 'ann-1' }];
    expect(token(await keeper.look('letters'))).toBe('ann-1');
  });

  it('remembers sessions over the death of the worker', async () => {
    const { keeper, world, build } = aKeeper();
    keeper.observe('letters', { token: 'ann-1' });
    const reborn = build();
    await reborn.restore();
    expect(token(reborn.findOf('letters'))).toBe('ann-1');
    expect(world.vault.sessions).toHaveLength(1);
  });

  it('renews inside the page, once for everybody who asks', async () => {
    const { keeper, world } = aKeeper();
    keeper.observe('letters', { token: 'ann-1' });
    const old = keeper.findOf('letters') as Session;
    world.renewalAnswer = { token: 'ann-2' };
    const renewed = await Promise.all([1, 2, 3].map(() => keeper.renew(old, signal)));
    expect(renewed.map(token)).toEqual(['ann-2', 'ann-2', 'ann-2']);
    expect(world.renewals).toBe(1);
  });

  it('takes what the client itself renewed meanwhile', async () => {
    const { keeper, world } = aKeeper();
    keeper.observe('letters', { token: 'ann-1' });
    const old = keeper.findOf('letters') as Session;
    world.pages = [{ token: 'ann-1' }];
    world.onSleep = (now) => void (now >= 2_000 && (world.pages = [{ token: 'ann-2' }]));
    expect(token(await keeper.renew(old, signal))).toBe('ann-2');
  });

  it('says signed out when only the refused token is to be had, and does not believe it again', async () => {
    const { keeper, world } = aKeeper();
    world.pages = [{ token: 'ann-1' }];
    const old = (await keeper.look('letters')) as Session;
    await expect(keeper.renew(old, signal)).rejects.toThrow(SignedOutError);
    expect(await keeper.look('letters')).toBeUndefined();
    await keeper.forgive('letters');
    expect(token(await keeper.look('letters'))).toBe('ann-1');
  });

  it('says so when the renewed session is somebody else’s', async () => {
    const { keeper, world } = aKeeper();
    keeper.observe('letters', { token: 'ann-1' });
    const old = keeper.findOf('letters') as Session;
    world.pages = [{ token: 'bob-1' }];
    await expect(keeper.renew(old, signal)).rejects.toThrow(AccountChangedError);
    expect(token(keeper.findOf('letters'))).toBe('bob-1');
  });

  it('notices in an open page that somebody signed out or switched the account', async () => {
    const { keeper, world } = aKeeper();
    world.pages = [{ token: 'ann-1' }];
    const session = (await keeper.look('letters')) as Session;
    expect(await keeper.checkPages(session)).toBe('same');
    world.pages = [];
    expect(await keeper.checkPages(session)).toBe('same');
    world.pages = [{}];
    expect(await keeper.checkPages(session)).toBe('signed-out');
    world.pages = [{ token: 'bob-1' }];
    expect(await keeper.checkPages(session)).toBe('account-changed');
  });

  it('does not take an empty storage for a sign-out where the client keeps nothing there', async () => {
    const { keeper, world } = aKeeper();
    keeper.observe('letters', { token: 'ann-1' });
    world.pages = [{}];
    expect(await keeper.checkPages(keeper.findOf('letters') as Session)).toBe('same');
  });
});
