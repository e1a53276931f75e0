import type { ErrorCode } from '../errors.ts';
import type { AccountKey } from '../mail/mail.ts';

/** `quick`: structure, counts and sizes. `full`: every byte and word against its sum as well. */
export type CheckMode = 'quick' | 'full';

/** Something a check found wrong. In the store it is a mail or file of an account, in a ZIP a path. */
export type CheckFinding =
  | ({ kind: 'mail' | 'version' | 'asset'; id: string; code: ErrorCode } & AccountKey)
  | ({ kind: 'counts'; code: ErrorCode } & AccountKey)
  | { kind: 'entry'; path: string; code: ErrorCode };

/** How a check of the store, or of one ZIP, stands. Kept, so that a stopped one goes on and the report can show it. */
export interface CheckRecord {
  /** `store`, or `zip:` and the digest of the manifest. */
  id: string;
  /** The ZIP's or folder's name; empty for the store. */
  name: string;
  mode: CheckMode;
  /** ISO times. */
  startedAt: string;
  endedAt?: string;
  /** `running` is also what a closed tab leaves behind. */
  state: 'running' | 'stopped' | 'done';
  /** Things checked, of all there are. */
  done: number;
  total: number;
  sizeBytes: number;
  findings: CheckFinding[];
  /** Findings beyond what the list can hold. */
  moreFindings: number;
  /** Mails that had no sum yet and were given one: damage from before cannot be seen in them. */
  sumsMade: number;
  /** Where to go on. */
  cursor?: { stage: string; after?: (string | number)[]; at?: number };
}

const mostFindings = 2_000;

/** Adds a finding, as far as the list holds. */
export function noteFinding(record: CheckRecord, finding: CheckFinding): void {
  if (record.findings.length < mostFindings) record.findings.push(finding);
  else record.moreFindings += 1;
}

/** What a repair asked for anew. */
export interface Repair {
  files: number;
  mails: number;
  /** Damaged earlier versions: no service gives them again. */
  lost: number;
}

/** How a check stands; each state carries only its own fields. */
export type CheckState =
  | { phase: 'idle' }
  | { phase: 'running'; record: CheckRecord }
  | { phase: 'ended'; record: CheckRecord; repair?: Repair }
  | { phase: 'failed'; code: ErrorCode };
