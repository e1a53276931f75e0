/** A mail the service listed and that is not saved: why not, and what the list said of it. */
export interface UnsavedMail {
  id: string;
  version: string;
  state: 'pending' | 'quarantined' | 'gone' | 'damaged';
  isWithdrawn: boolean;
  /** The list's record as JSON text; empty where it is not kept. */
  raw: string;
}

/** What failed for good, as the report lists it. */
export interface LastingProblem {
  kind: 'mail' | 'asset';
  /** Mail id or asset key. */
  id: string;
  state: 'gone' | 'damaged' | 'quarantined';
  /** An error code of `lib/errors.ts`, of this version or another. */
  code: string;
  /** ISO time. */
  at: string;
  /** The record that was not understood. */
  raw?: string;
}

/** What is known of a mailbox besides its mails; each list ordered by id. */
export interface MailboxRest {
  unsaved: UnsavedMail[];
  problems: LastingProblem[];
}
