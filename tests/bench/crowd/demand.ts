import type { Pace } from '../../../lib/backup/pace.ts';
import { seeded } from '../../support/fake-clock.ts';
import { backUp, type Wish } from './client.ts';
import { aCrowdClock } from './crowd-clock.ts';
import type { Inbox, Rush } from './people.ts';
import { aSharedService } from './shared-service.ts';

/** The network between a person and the service. */
export const network = { latencyMs: 60, lineBytesPerSecond: 50e6 / 8, pictureBytes: 112_500 };

/** What the backup of each inbox asks of a service that bears it, alone: requests in each of its seconds. */
export async function profilesOf(inboxes: Inbox[], pace: Pace): Promise<number[][]> {
  const profiles: number[][] = [];
  for (const { wish } of inboxes) profiles.push(await profileOf(wish, pace));
  return profiles;
}

async function profileOf(wish: Wish, pace: Pace): Promise<number[]> {
  const clock = aCrowdClock(seeded(1));
  const service = aSharedService({ clock, ...network, capacityPerSecond: Infinity });
  const backup = backUp(wish, pace, clock, service, network.lineBytesPerSecond);
  await clock.runUntil(Infinity);
  await backup;
  return dense(service.cameIn);
}

/** Requests in each second, and how long each backup took in seconds. */
export interface Demand {
  perSecond: number[];
  tookSeconds: number[];
}

/**
 * What so many people ask together. A service that bears them all lets no backup know of another, so each is the true
 * profile of its inbox, moved to the second in which its person pressed the button.
 */
export function demandOf(inboxes: Inbox[], profiles: number[][], people: number, rush: Rush): Demand {
  const chance = seeded(7);
  const demand: Demand = { perSecond: [], tookSeconds: [] };
  for (const number of drawInboxes(inboxes, people)) {
    const profile = profiles[number]!;
    const from = rush(chance);
    for (const [at, count] of profile.entries())
      demand.perSecond[from + at] = (demand.perSecond[from + at] ?? 0) + count;
    demand.tookSeconds.push(profile.length);
  }
  demand.perSecond = dense(demand.perSecond);
  return demand;
}

/** For each person the number of his inbox, each as often as its share says. */
export function drawInboxes(inboxes: Inbox[], people: number): number[] {
  const numbers: number[] = [];
  let owed = 0;
  for (const [number, { share }] of inboxes.entries())
    for (owed += share * people; owed >= 0.5; owed -= 1) numbers.push(number);
  return numbers;
}

/** How a service that cannot bear them all fares. */
export interface Overload {
  cameIn: number[];
  refused: number[];
  /** From the press to the end; shorter than the people when some never came to an end. */
  tookSeconds: number[];
}

/** The same people against a service of limited strength, every client coupled with every other through it. */
export async function overload(
  inboxes: Inbox[],
  pace: Pace,
  people: number,
  rush: Rush,
  limits: { capacityPerSecond: number; retryAfterSeconds?: number; seconds: number },
): Promise<Overload> {
  const chance = seeded(7);
  const clock = aCrowdClock(seeded(3));
  const service = aSharedService({ clock, ...network, ...limits });
  const tookSeconds: number[] = [];
  for (const number of drawInboxes(inboxes, people)) {
    const startsAt = 1000 * rush(chance);
    void clock
      .sleep(startsAt)
      .then(() => backUp(inboxes[number]!.wish, pace, clock, service, network.lineBytesPerSecond))
      .then(() => tookSeconds.push((clock.elapsed() - startsAt) / 1000));
  }
  await clock.runUntil(1000 * limits.seconds);
  return { cameIn: dense(service.cameIn), refused: dense(service.refused), tookSeconds };
}

/** Seconds in which nothing happened count nothing. */
function dense(counts: readonly (number | undefined)[]): number[] {
  return Array.from(counts, (count) => count ?? 0);
}
