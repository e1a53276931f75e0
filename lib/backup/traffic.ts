import type { HostSnapshot } from './governor.ts';
import type { AnswerKind } from './host-health.ts';
import type { AwaitedThing, PaceNow } from './reached.ts';

/** What went over the wire so far, attempts included. */
export interface Traffic {
  requests: number;
  sizeBytes: number;
  /** No request before, milliseconds since 1970. */
  restingUntil?: number;
  /** As of this moment, not smoothed; undefined before the first request. */
  pace?: PaceNow;
  /** As of this moment; undefined: no request is under way. */
  waitsFor?: AwaitedThing;
  /** A host gives both words and files, so that they share its pace. */
  isShared?: boolean;
}

/** Counts what a fetcher sends. */
export interface TrafficMeter {
  sent(host: string, kind: AnswerKind): void;
  received(sizeBytes: number): void;
  /** `hosts` as the governor sees them now; `isAsked`: a request is not answered yet. */
  read(hosts: HostSnapshot[], now: { isAsked: boolean; isRenewing: boolean }): Traffic;
}

/** A meter that has counted nothing. */
export function createTrafficMeter(): TrafficMeter {
  const hostsOf = { words: new Set<string>(), media: new Set<string>() };
  let requests = 0;
  let receivedBytes = 0;
  return {
    sent(host, kind) {
      requests += 1;
      hostsOf[kind].add(host);
    },
    received: (sizeBytes) => void (receivedBytes += sizeBytes),
    read(hosts, { isAsked, isRenewing }) {
      const restingUntil = Math.max(0, ...hosts.map(({ notBefore }) => notBefore ?? 0));
      const pace = paceOf(hosts);
      const isSent = hosts.some(({ underWay }) => underWay > 0);
      const waitsFor: AwaitedThing = isRenewing ? 'sign-in' : isSent ? 'answer' : 'retry';
      return {
        requests,
        sizeBytes: receivedBytes,
        ...(restingUntil > 0 ? { restingUntil } : {}),
        ...(pace ? { pace } : {}),
        ...(isAsked ? { waitsFor } : {}),
        isShared: [...hostsOf.media].some((host) => hostsOf.words.has(host)),
      };
    },
  };
}

/** The pace of the host that has most to do; slowed when any host is. */
function paceOf(hosts: HostSnapshot[]): PaceNow | undefined {
  const load = (host: HostSnapshot) => host.underWay + host.waiting;
  const [busiest] = hosts.toSorted((a, b) => load(b) - load(a));
  return busiest && { underWay: busiest.underWay, atOnce: busiest.atOnce, isSlowed: hosts.some(isSlowed) };
}

function isSlowed({ atOnce, perSecond = Infinity, ceiling }: HostSnapshot): boolean {
  // Without a ceiling of its own the rate regains faster than the number at once, so the number decides.
  return atOnce < ceiling.atOnce || perSecond < (ceiling.perSecond ?? 0);
}
