import type { Cursor } from '../sources/source.ts';

/** How far a feed has been listed. Plain data, replaced as a whole. */
export interface Walk {
  /** Rises by one with each walk of the feed; what a walk found carries its number. */
  number: number;
  isFull: boolean;
  /** Numbered: the pages that are in. Chained: empty. */
  pagesDone: number[];
  /** Numbered: the first page known to be past the end, and the last known to be full. */
  firstPastEnd?: number;
  lastFull?: number;
  /** Chained: where to go on. */
  cursor?: Cursor;
  /** The ids of the first page when the walk began: a different head means pages have shifted. */
  headIds: string[];
  /** The ids of the last page when it was read: a different tail means that something was withdrawn meanwhile. */
  tailIds?: string[];
  /**
   * Numbered: what was read while the last page was looked for, each page the highest so far. Read again in the end: a
   * mail withdrawn meanwhile has moved what is on them.
   */
  earlyPages?: { page: number; ids: string[] }[];
  /**
   * Numbered: read page after page, `cursor` being the next one. Mail that arrives can then repeat ids, never hide one.
   * So is read what came since the watermark, and a listing whose pages shifted.
   */
  isAscending?: boolean;
  /** How often the listing had to begin again because pages shifted. */
  rounds?: number;
  /** Numbered: in how many runs at it the server did not know a page that the one before it announces. */
  endRefusals?: number;
  /** Numbered: pages that could not be read when the listing ended; absent: there was no such page. */
  missingPages?: number[];
  /** The service's own time when the first page was made: what changes from then on, a later walk looks for. */
  asOf?: string;
  /** `startedAt` of the run that walks: a later run begins a new walk where this one had ended. */
  runStartedAt?: string;
  /** Every page is in; only mails and pictures may be missing. */
  isListed: boolean;
}

/** Left by a hole-free run: everything up to here is saved, so the next run stops at it. */
export interface Watermark {
  /** Mails first listed by walks up to this number are all resolved. */
  walk: number;
  finishedAt: string;
  /** `asOf` of that walk: changes before it are saved too. */
  asOf?: string;
}

/** What the store knows of the listing of a feed. */
export interface FeedState {
  walk?: Walk;
  watermark?: Watermark;
}
