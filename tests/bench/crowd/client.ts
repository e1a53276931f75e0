import { isItemFailure } from '../../../lib/backup/after-failure.ts';
import { createFetcher, type Fetcher } from '../../../lib/backup/fetcher.ts';
import { createGovernor } from '../../../lib/backup/governor.ts';
import { paces, type Pace } from '../../../lib/backup/pace.ts';
import type { Clock } from '../../../lib/backup/ports.ts';
import { LongWaitError, MailArkError } from '../../../lib/errors.ts';
import type { RequestSpec } from '../../../lib/sources/source.ts';
import { aSession, lettersSource } from '../../support/scripted-service.ts';
import type { SharedService } from './shared-service.ts';

/** What one person's backup has to fetch. */
export interface Wish {
  pages: number;
  mails: number;
  pictures: number;
}

const pageSize = 20;
export const wishOf = (mails: number, picturesPerMail: number): Wish => ({
  pages: Math.max(1, Math.ceil(mails / pageSize)),
  mails,
  pictures: Math.round(mails * picturesPerMail),
});

/** As many as the backup sets to work on each stage. */
const workers = { list: 8, detail: 64, asset: 64 };
/** How a run that had to stop is tried again. */
const rests = { firstMs: 30_000, longestMs: 600_000 };

/** Fetches all of it the way a backup does, with the true governor and fetcher; resolves at the end, rests included. */
export async function backUp(
  wish: Wish,
  pace: Pace,
  clock: Clock,
  service: SharedService,
  lineBytesPerSecond: number,
): Promise<void> {
  const left = { list: wish.pages, detail: wish.mails, asset: wish.pictures };
  const governor = createGovernor({ clock, limits: () => paces[pace] });
  for (let rest = rests.firstMs; ; rest = Math.min(rests.longestMs, 2 * rest)) {
    const before = left.list + left.detail + left.asset;
    const fetcher = createFetcher({
      transport: service.connect(lineBytesPerSecond),
      governor,
      sessions: {
        find: () => undefined,
        confirm: (session) => Promise.resolve(session),
        renew: () => Promise.reject(new MailArkError('signed-out', '')),
      },
      source: lettersSource,
      clock,
    });
    const failure = await runOnce(left, wish, fetcher);
    if (!failure) return;
    if (left.list + left.detail + left.asset < before) rest = rests.firstMs;
    await clock.sleep(failure instanceof LongWaitError ? failure.untilMs - clock.now() : rest);
  }
}

type Left = Record<keyof typeof workers, number>;

/** Until everything is there, or the first failure that ends a run. Mails are asked for once listed, pictures once their mail is in. */
function runOnce(left: Left, wish: Wish, fetcher: Fetcher): Promise<Error | undefined> {
  const lanes = Object.keys(workers) as (keyof Left)[];
  const underWay: Left = { list: 0, detail: 0, asset: 0 };
  const { signal } = new AbortController();
  const known = {
    list: () => left.list,
    detail: () => left.detail - Math.min(wish.mails, left.list * pageSize),
    asset: () => left.asset - Math.ceil((wish.pictures * left.detail) / Math.max(1, wish.mails)),
  };
  return new Promise((resolve) => {
    let failure: Error | undefined;

    function pump(): void {
      for (const lane of lanes)
        while (!failure && underWay[lane] < Math.min(workers[lane], known[lane]())) start(lane);
      if (lanes.every((lane) => underWay[lane] === 0)) resolve(failure);
    }

    function start(lane: keyof Left): void {
      underWay[lane] += 1;
      void fetcher
        .fetch(specs[lane], aSession, signal)
        .catch((error: unknown) => {
          if (!isItemFailure(error)) failure ??= error as Error;
          return undefined;
        })
        .then((answer) => {
          underWay[lane] -= 1;
          if (answer) left[lane] -= 1;
          pump();
        });
    }

    pump();
  });
}

const common = { method: 'GET', via: 'background' } as const;
const specs: Record<keyof Left, RequestSpec> = {
  list: {
    ...common,
    url: 'https://api.letters.example/inbox',
    auth: 'account',
    lane: 'list',
    expect: 'html',
  },
  detail: {
    ...common,
    url: 'https://www.letters.example/mail',
    auth: 'account',
    lane: 'detail',
    expect: 'html',
  },
  asset: {
    ...common,
    url: 'https://img.letters.example/a.jpg',
    auth: 'none',
    lane: 'asset',
    expect: 'media',
  },
};
