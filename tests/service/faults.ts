import { hash32 } from './random.ts';
import type { DemoRequest, RequestKind } from './requests.ts';

/** The faults of requests, with the kinds each applies to by default. */
const strikes = {
  /** 429. */
  'rate-limit': ['list', 'detail', 'picture', 'portrait'],
  /** 503. */
  unavailable: ['list', 'detail', 'picture', 'portrait'],
  /** The answer is `delayMs` late. */
  slow: ['list', 'detail', 'picture', 'portrait'],
  /** There is never an answer. */
  hang: ['list', 'detail', 'picture', 'portrait'],
  /** The stream is cut off, before or in the middle of the body. */
  reset: ['list', 'detail', 'picture', 'portrait'],
  /** The body is shorter than `Content-Length`, and ends cleanly. */
  'cut-body': ['list', 'detail', 'picture', 'portrait'],
  /** Half of the body, with a matching `Content-Length`. */
  'short-body': ['list', 'detail', 'picture', 'portrait'],
  /** Status 200 with an empty body. */
  'empty-body': ['list', 'detail', 'picture', 'portrait'],
  /** Status 200 with a page that shows an error instead of the mail. */
  'error-page': ['detail'],
  /** HTML with the content type of a picture. */
  'not-a-picture': ['picture', 'portrait'],
  'picture-404': ['picture'],
  /** Status 200 with an error in JSON; by default every list, for ever. */
  'course-closed': ['list'],
} as const satisfies Record<string, readonly RequestKind[]>;

/** The name of a fault of requests. */
export type RequestFaultName = keyof typeof strikes;

/** A fault of requests. Transient unless `ids` is given: a repeated request succeeds in the end. */
export interface RequestFault {
  name: RequestFaultName;
  /**
   * The share of addresses it applies to, 0 to 1; by default 0.2. Derived from the address, so it is the same ones each
   * time.
   */
  share?: number;
  /** The number of attempts at an address that fail before one succeeds; by default 1, `Infinity` for ever. */
  times?: number;
  /** Applies to these for ever, and to nothing else: mail ids (their page and pictures), or paths. */
  ids?: string[];
  /** Applies to these kinds of requests only. */
  kinds?: RequestKind[];
  /** `rate-limit`, `unavailable`: the header, as seconds or as a date that many seconds ahead; by default absent. */
  retryAfter?: { seconds: number } | { dateInSeconds: number } | { text: string };
  /** `rate-limit`: applies whenever the host got more requests than this in a second, instead of `share`. */
  perSecond?: number;
  /** `slow`: the delay; by default 1500. */
  delayMs?: number;
}

/** A fault of the inbox or the account. */
export interface StateFault {
  name: 'expire-token' | 'arriving-mail' | 'broken-records' | 'withdrawn-mail';
  /**
   * `expire-token`: the number of authorised requests until it expires, by default 30; `arriving-mail`: the number of
   * list requests between two mails, by default 2.
   */
  every?: number;
  /** How often it happens; by default `expire-token` 1, `arriving-mail` 5, `withdrawn-mail` 3 mails. */
  count?: number;
  /** `expire-token`: whether the web client can renew it by itself; by default true. */
  isRenewable?: boolean;
  /** `broken-records`: the share of records, by default 0.05. */
  share?: number;
  /** `broken-records`, `withdrawn-mail`: only these mails. */
  ids?: string[];
}

/** Any fault. */
export type Fault = RequestFault | StateFault;
/** The name of any fault. */
export type FaultName = Fault['name'];

/** The names of all faults. */
export const faultNames: readonly FaultName[] = [
  ...(Object.keys(strikes) as RequestFaultName[]),
  'expire-token',
  'arriving-mail',
  'broken-records',
  'withdrawn-mail',
];

function isRequestFault(fault: Fault): fault is RequestFault {
  return fault.name in strikes;
}

/** Decides which requests a fault applies to. Seeded: the same requests get the same faults. */
export class FaultPlayer {
  private faults: readonly Fault[] = [];
  private readonly failed = new Map<string, number>();
  private authorised = 0;
  private readonly seed: number;

  constructor(seed: number, faults: readonly Fault[]) {
    this.seed = seed;
    this.faults = faults;
  }

  /** Replaces all faults; attempts counted so far are discarded. */
  set(faults: readonly Fault[]): void {
    this.faults = faults;
    this.failed.clear();
    this.authorised = 0;
  }

  /** The active state fault of a name. */
  find(name: StateFault['name']): StateFault | undefined {
    return this.faults.find((fault): fault is StateFault => fault.name === name);
  }

  /** Counts an authorised request; returns true when the token expires with it. */
  isTokenDue(fault: StateFault): boolean {
    const every = fault.every ?? 30;
    this.authorised++;
    return this.authorised % every === 0 && this.authorised / every <= (fault.count ?? 1);
  }

  /** Whether a record of the list is broken: the same one every time. */
  breaksRecord(id: string): boolean {
    const fault = this.find('broken-records');
    if (!fault) return false;
    return fault.ids ? fault.ids.includes(id) : this.isHit('broken-records', id, fault.share ?? 0.05);
  }

  /** The fault of this attempt. The web client's own requests get none. */
  strike(
    request: DemoRequest,
    findMailId: () => string | undefined,
    perSecond: number,
  ): RequestFault | undefined {
    if (request.by === 'client') return undefined;
    return this.faults
      .filter(isRequestFault)
      .find((fault) => this.isStruck(fault, request, findMailId, perSecond));
  }

  private isStruck(
    fault: RequestFault,
    request: DemoRequest,
    findMailId: () => string | undefined,
    perSecond: number,
  ): boolean {
    const kinds: readonly RequestKind[] = fault.kinds ?? strikes[fault.name];
    if (!kinds.includes(request.kind)) return false;
    if (fault.ids) {
      const mailId = findMailId();
      return fault.ids.some((id) => id === mailId || id === request.path);
    }
    if (fault.perSecond !== undefined) return perSecond > fault.perSecond;
    const isLasting = fault.name === 'course-closed';
    if (!this.isHit(fault.name, request.target, fault.share ?? (isLasting ? 1 : 0.2))) return false;
    const key = `${fault.name} ${request.host}${request.target}`;
    const failed = this.failed.get(key) ?? 0;
    if (failed >= (fault.times ?? (isLasting ? Infinity : 1))) return false;
    this.failed.set(key, failed + 1);
    return true;
  }

  private isHit(name: string, what: string, share: number): boolean {
    return hash32(this.seed, name, what) / 0x1_0000_0000 < share;
  }
}

/** The value of a `Retry-After` header. */
export function retryAfterText(fault: RequestFault, now: number): string | undefined {
  const header = fault.retryAfter;
  if (!header) return undefined;
  if ('text' in header) return header.text;
  return 'seconds' in header
    ? String(header.seconds)
    : new Date(now + header.dateInSeconds * 1000).toUTCString();
}
