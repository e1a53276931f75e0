import type { ErrorCode, GivenKind } from '../errors.ts';
import type { Mailbox } from '../mail/mail.ts';
import type { Reached } from './reached.ts';

/** Why a run rests without the user's request. It goes on by itself when the reason is gone. */
export const restReasons = [
  'signed-out',
  'account-changed',
  'not-allowed-yet', //                  the browser's question is open, or was answered with no
  'permission-missing', //               the run was allowed before, and is no more
  'storage-full',
  'offline',
  'unreachable',
  'asked-to-wait',
  'list-troubled', //                    everything of the kind is refused
  'mails-troubled',
  'files-troubled',
] as const;

export type RestReason = (typeof restReasons)[number];

/** How often in a row a run has rested over a kind without anything of it being served; absent: never. */
export type Rests = Readonly<Partial<Record<GivenKind, number>>>;

/** Where a run stands; each state carries only its own fields. */
export type RunState =
  | { phase: 'waiting'; reason: RestReason; until?: string }
  | { phase: 'active' }
  | { phase: 'paused' } //               by the user; survives everything
  /** `isIncomplete`: the service refused all that is left of a kind, and it waits. */
  | { phase: 'done'; newMails: number; finishedAt: string; isIncomplete?: true }
  | { phase: 'cancelled' }
  | { phase: 'failed'; code: ErrorCode };

/** One backup from the request to its end. A mailbox has at most one. */
export interface Run extends Mailbox {
  /** `runId` of the mailbox. */
  id: string;
  /** List everything anew, to see what was changed or withdrawn. */
  isFull: boolean;
  /** Only what failed or waits is asked for, and what is gone; nothing is listed. */
  asksAgain?: boolean;
  /** The user wants the pictures now, although the setting leaves them for later. */
  withPictures?: boolean;
  startedAt: string;
  /** The permission for the service was seen during this run. */
  wasAllowed?: boolean;
  /** A large wait is written here and left to an alarm: no request before it. */
  notBefore?: string;
  state: RunState;
  /** Mails stored when the run began, for `newMails`; absent: it has not begun. */
  mailsBefore?: number;
  rests?: Rests;
  /** How far it was when it last came to rest. */
  reached?: Reached;
}
