/** What is stored of a mailbox, and what is still to come, counted. */
export interface Counts {
  /** Mails listed and not withdrawn: the total as far as known. */
  mailsListed: number;
  mailsSaved: number;
  /** Set aside with a reason: quarantined, gone, or answered by error pages only. */
  mailsFailed: number;
  /** Still waiting: neither saved nor failed. */
  assetsWanted: number;
  assetsSaved: number;
  assetsFailed: number;
  sizeBytes: number;
}

/** How hard a service is asked at the moment, at its busiest host. */
export interface PaceNow {
  /** Requests under way, smoothed and rounded. */
  underWay: number;
  /** How many may be under way at the moment. */
  atOnce: number;
  /** Less is asked than the pace allows, because the service was overloaded or hard to reach. */
  isSlowed: boolean;
}

/** What a backup is at, in order. */
export const stages = ['listing', 'mails', 'pictures', 'finishing'] as const;

/** How far a backup is: what stays true while it rests. */
export interface Reached {
  /** Only ever the same or a later one. */
  stage: (typeof stages)[number];
  counts: Counts;
  /** True once the last page is known. */
  isTotalKnown: boolean;
  /** Mails and files done of all there will be, 0 to 1; never falls. Undefined while the total is not known. */
  share?: number;
  /** How large everything will be once it is saved, estimated; undefined until it means something. */
  sizeExpectedBytes?: number;
}

/** What requests under way wait for: an answer, the time of another try, or the web client's fresh sign-in. */
export type AwaitedThing = 'answer' | 'retry' | 'sign-in';

/** What a running backup reports, a few times a second. */
export interface Progress extends Reached {
  requestsPerSecond: number;
  bytesPerSecond: number;
  /** Undefined before the first request. */
  pace?: PaceNow;
  /** Estimated, in whole minutes, from an hour on in whole hours; undefined until it means something. */
  msLeft?: number;
  /** Room left on the device; undefined where the browser does not say. */
  freeBytes?: number;
  /** What is waited for while nothing comes; undefined: something does. */
  waitsFor?: AwaitedThing;
  /** While the server asks to wait: until when, ISO. */
  restingUntil?: string;
}
