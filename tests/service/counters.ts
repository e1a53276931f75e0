import { apiHost, imageHost, webHost } from './hosts.ts';
import type { DemoRequest, RequestKind } from './requests.ts';

/** One line of the request log. */
export interface LogEntry {
  /** Milliseconds since 1970, when the request arrived. */
  at: number;
  method: string;
  host: string;
  /** Path and query. */
  target: string;
  kind: RequestKind;
  by: 'client' | 'visitor';
  /** 0 while there is no answer: in progress, hanging or cut off. */
  status: number;
  /** Whether the request had an access token. */
  hasToken: boolean;
  /** The account in its header. */
  userId?: string;
  /** The name of the fault that was applied. */
  fault?: string;
  origin?: string;
  secFetchSite?: string;
  sizeBytes: number;
}

interface Traffic {
  underWay: number;
  highWater: number;
  recent: number[];
  maxPerSecond: number;
}

const ourHosts = [apiHost, webHost, imageHost];

/**
 * Hosts that a browser contacts by itself, whatever pages and extensions do. Seen with Chromium 156 and Firefox ESR
 * 153.
 */
const browserHosts =
  /(^|\.)(google\.com|googleapis\.com|gvt1\.com|gstatic\.com|mozilla\.(com|org|net)|firefox\.com)$/;

/** Records the requests to the service. By default the web client's own requests are not counted. */
export class Counters {
  readonly log: LogEntry[] = [];
  /** The number of list requests for a page beyond the end of the list. */
  pastTheEnd = 0;
  private readonly traffic = new Map<string, Traffic>();

  /** Records a request; the returned entry is completed by `finish`. */
  start(request: DemoRequest, now: number): LogEntry {
    const origin = request.header('origin');
    const userId = request.header('user-id');
    const secFetchSite = request.header('sec-fetch-site');
    const entry: LogEntry = {
      at: now,
      method: request.method,
      host: request.host,
      target: request.target,
      kind: request.kind,
      by: request.by,
      status: 0,
      hasToken: request.header('access-token') !== undefined,
      ...(userId === undefined ? {} : { userId }),
      ...(origin === undefined ? {} : { origin }),
      ...(secFetchSite === undefined ? {} : { secFetchSite }),
      sizeBytes: 0,
    };
    this.log.push(entry);
    if (entry.by === 'client') return entry;
    const traffic = this.trafficOf(request.host);
    traffic.underWay++;
    traffic.highWater = Math.max(traffic.highWater, traffic.underWay);
    while ((traffic.recent[0] ?? now) <= now - 1000) traffic.recent.shift();
    traffic.recent.push(now);
    traffic.maxPerSecond = Math.max(traffic.maxPerSecond, traffic.recent.length);
    return entry;
  }

  finish(entry: LogEntry): void {
    if (entry.by === 'visitor') this.trafficOf(entry.host).underWay--;
  }

  /** The number of requests of one kind or of all kinds. */
  count(kind?: RequestKind): number {
    return this.visits().filter((entry) => kind === undefined || entry.kind === kind).length;
  }

  countHost(host: string): number {
    return this.visits().filter((entry) => entry.host === host).length;
  }

  /** The most requests in progress at once at a host. */
  highWater(host: string): number {
    return this.traffic.get(host)?.highWater ?? 0;
  }

  /** The most requests that began within any second at a host. */
  maxPerSecond(host: string): number {
    return this.traffic.get(host)?.maxPerSecond ?? 0;
  }

  /** The number of requests that began within the second before the newest one. */
  perSecond(host: string): number {
    return this.traffic.get(host)?.recent.length ?? 0;
  }

  /** Calls that change something at the service, by any client, other than the web client's own sign-in. */
  get mutations(): LogEntry[] {
    return this.log.filter(
      ({ method, host, kind, by }) =>
        ourHosts.includes(host) &&
        !['GET', 'HEAD', 'OPTIONS'].includes(method) &&
        !(kind === 'session' && by === 'client'),
    );
  }

  /** Requests for hosts that are neither the service's nor the browser's own, and tokens sent where none belongs. */
  get leaks(): LogEntry[] {
    return this.log.filter(({ host, hasToken }) =>
      hasToken ? host !== apiHost && host !== webHost : !ourHosts.includes(host) && !browserHosts.test(host),
    );
  }

  /** What was asked for more than once, with the milliseconds and the status of each answer: `/path: 0 (200), 31 (200)`. */
  repeated(kind: RequestKind): string[] {
    const visits = this.visits().filter((entry) => entry.kind === kind);
    const byTarget = Map.groupBy(visits, ({ method, host, target }) => `${method} ${host}${target}`);
    const first = this.log[0]?.at ?? 0;
    return [...byTarget]
      .filter(([, entries]) => entries.length > 1)
      .map(
        ([target, entries]) =>
          `${target}: ${entries.map(({ at, status }) => `${at - first} (${status})`).join(', ')}`,
      );
  }

  get bytesSent(): number {
    return this.visits().reduce((sum, entry) => sum + entry.sizeBytes, 0);
  }

  /** Clears all records; requests in progress are still counted as such. */
  reset(): void {
    this.log.length = 0;
    this.pastTheEnd = 0;
    for (const traffic of this.traffic.values()) {
      traffic.highWater = traffic.underWay;
      traffic.maxPerSecond = 0;
      traffic.recent = [];
    }
  }

  private visits(): LogEntry[] {
    return this.log.filter(({ by, host }) => by === 'visitor' && !browserHosts.test(host));
  }

  private trafficOf(host: string): Traffic {
    const known = this.traffic.get(host);
    if (known) return known;
    const traffic: Traffic = { underWay: 0, highWater: 0, recent: [], maxPerSecond: 0 };
    this.traffic.set(host, traffic);
    return traffic;
  }
}
