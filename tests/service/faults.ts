import { hash32 } from './random.ts';
import type { DemoRequest, RequestKind } from './requests.ts';

/** Faults tied to requests, and where each strikes unless told otherwise. */
const strikes = {
  /** 429. */
  'rate-limit': ['list', 'detail', 'picture', 'portrait'],
  /** 503. */
  unavailable: ['list', 'detail', 'picture', 'portrait'],
  /** The answer comes `delayMs` late. */
  slow: ['list', 'detail', 'picture', 'portrait'],
  /** No answer ever. */
  hang: ['list', 'detail', 'picture', 'portrait'],
  /** The stream is cut off, before or in the middle of the body. */
  reset: ['list', 'detail', 'picture', 'portrait'],
  /** Fewer bytes than `Content-Length` says, then a clean end. */
  'cut-body': ['list', 'detail', 'picture', 'portrait'],
  /** Half of the body, and a `Content-Length` that agrees. */
  'short-body': ['list', 'detail', 'picture', 'portrait'],
  /** Status 200 and not a byte. */
  'empty-body': ['list', 'detail', 'picture', 'portrait'],
  /** Status 200 and a page with an error sentence in place of the mail. */
  'error-page': ['detail'],
  /** HTML that calls itself a picture. */
  'not-a-picture': ['picture', 'portrait'],
  'picture-404': ['picture'],
  /** Status 200 and an error in JSON; every list, for ever, unless told. */
  'course-closed': ['list'],
} as const satisfies Record<string, readonly RequestKind[]>;

export type RequestFaultName = keyof typeof strikes;

/** Something that goes wrong. Transient unless `ids` is given: a request that is sent again succeeds in the end. */
export interface RequestFault {
  name: RequestFaultName;
  /** Share of addresses it strikes, 0 to 1; 0.2 unless told. Tied to the address, so the same ones each time. */
  share?: number;
  /** How many attempts at an address fail before one succeeds; 1 unless told, `Infinity` for ever. */
  times?: number;
  /** Strikes these for ever, and nothing else: mail ids (their page and pictures), or paths. */
  ids?: string[];
  /** Strikes these kinds of requests only. */
  kinds?: RequestKind[];
  /** `rate-limit`, `unavailable`: the header, as seconds or as a date that many seconds ahead; absent unless told. */
  retryAfter?: { seconds: number } | { dateInSeconds: number } | { text: string };
  /** `rate-limit`: strikes whenever the host got more requests than this in a second, in place of `share`. */
  perSecond?: number;
  /** `slow`: how late; 1500 unless told. */
  delayMs?: number;
}

/** Faults of the inbox and the account. */
export interface StateFault {
  name: 'expire-token' | 'arriving-mail' | 'broken-records' | 'withdrawn-mail';
  /** `expire-token`: authorised requests until it expires, 30 unless told; `arriving-mail`: list requests between two mails, 2 unless told. */
  every?: number;
  /** How often it happens: `expire-token` 1, `arriving-mail` 5, `withdrawn-mail` 3 mails unless told. */
  count?: number;
  /** `expire-token`: whether the web client can renew it by itself; true unless told. */
  isRenewable?: boolean;
  /** `broken-records`: share of records, 0.05 unless told. */
  share?: number;
  /** `broken-records`, `withdrawn-mail`: these mails and nothing else. */
  ids?: string[];
}

export type Fault = RequestFault | StateFault;
export type FaultName = Fault['name'];

/** Every fault by name. */
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

/** Decides which request a fault strikes. Seeded: the same requests meet the same faults. */
export class FaultPlayer {
  private faults: readonly Fault[] = [];
  private readonly failed = new Map<string, number>();
  private authorised = 0;
  private readonly seed: number;

  constructor(seed: number, faults: readonly Fault[]) {
    this.seed = seed;
    this.faults = faults;
  }

  /** Replaces all faults; attempts counted so far are forgotten. */
  set(faults: readonly Fault[]): void {
    this.faults = faults;
    this.failed.clear();
    this.authorised = 0;
  }

  /** The state fault of a name, when it is on. */
  find(name: StateFault['name']): StateFault | undefined {
    return this.faults.find((fault): fault is StateFault => fault.name === name);
  }

  /** Counts an authorised request; true when the token expires with it. */
  isTokenDue(fault: StateFault): boolean {
    const every = fault.every ?? 30;
    this.authorised++;
    return this.authorised % every === 0 && this.authorised / every <= (fault.count ?? 1);
  }

  /** Whether a record of the list comes broken: the same one every time. */
  breaksRecord(id: string): boolean {
    const fault = this.find('broken-records');
    if (!fault) return false;
    return fault.ids ? fault.ids.includes(id) : this.isHit('broken-records', id, fault.share ?? 0.05);
  }

  /** The fault that strikes this attempt. The web client's own requests are spared. */
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
  const wish = fault.retryAfter;
  if (!wish) return undefined;
  if ('text' in wish) return wish.text;
  return 'seconds' in wish ? String(wish.seconds) : new Date(now + wish.dateInSeconds * 1000).toUTCString();
}
