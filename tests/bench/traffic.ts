import type { Counters, LogEntry } from '../service/counters.ts';
import { apiHost, imageHost, webHost } from '../service/hosts.ts';
import type { RequestKind } from '../service/requests.ts';

/** When the requests of one kind came, milliseconds since 1970, and how many. */
export interface StageTraffic {
  kind: RequestKind;
  count: number;
  firstAt: number;
  lastAt: number;
}

/** One second of a run. */
export interface SecondOfTraffic {
  /** Seconds since the first request. */
  second: number;
  requests: Partial<Record<RequestKind, number>>;
  sizeBytes: number;
}

/** What the service saw of one run, the web client's own requests left out. */
export interface TrafficSummary {
  requests: number;
  sizeBytes: number;
  stages: StageTraffic[];
  seconds: SecondOfTraffic[];
  /** By host: most under way at once, and most that began within any second. */
  peaks: { host: string; atOnce: number; perSecond: number }[];
  pastTheEnd: number;
  /** Requests for something asked for before; the two pages that are read again to see whether the list moved are among them. */
  repeated: number;
  mutations: number;
}

const hosts = [apiHost, webHost, imageHost];

export function summarise(counters: Counters): TrafficSummary {
  const log = counters.log.filter(({ by, host }) => by === 'visitor' && hosts.includes(host));
  return {
    requests: log.length,
    sizeBytes: log.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    stages: stagesOf(log),
    seconds: secondsOf(log),
    peaks: hosts.map((host) => ({
      host,
      atOnce: counters.highWater(host),
      perSecond: counters.maxPerSecond(host),
    })),
    pastTheEnd: counters.pastTheEnd,
    repeated: log.length - new Set(log.map(({ host, target }) => host + target)).size,
    mutations: counters.mutations.length,
  };
}

function stagesOf(log: readonly LogEntry[]): StageTraffic[] {
  const stages = new Map<RequestKind, StageTraffic>();
  for (const { kind, at } of log) {
    const stage = stages.get(kind) ?? { kind, count: 0, firstAt: at, lastAt: at };
    stages.set(kind, { ...stage, count: stage.count + 1, lastAt: Math.max(stage.lastAt, at) });
  }
  return [...stages.values()];
}

function secondsOf(log: readonly LogEntry[]): SecondOfTraffic[] {
  const start = log[0]?.at ?? 0;
  const seconds: SecondOfTraffic[] = [];
  for (const { at, kind, sizeBytes } of log) {
    const second = Math.floor((at - start) / 1000);
    while (seconds.length <= second) seconds.push({ second: seconds.length, requests: {}, sizeBytes: 0 });
    const own = seconds[second]!;
    own.requests[kind] = (own.requests[kind] ?? 0) + 1;
    own.sizeBytes += sizeBytes;
  }
  return seconds;
}
