import type { MailContent, MailRow } from './mail.ts';

/** A backup that brought words into the store. */
export interface ImportOrigin {
  kind: 'import';
  /** The import's id. */
  import: string;
  /** ISO time at which the import brought them. */
  at: string;
  /** The backup left out the reader's name: its words count less than any others. */
  isWithoutName?: true;
}

/** Where a state of a mail came from: an answer of the service, or a backup. */
export type Origin = { kind: 'live' } | ImportOrigin;

/** A mail as one answer or one backup shows it. */
export interface MailState {
  row: MailRow;
  content: MailContent;
  /** Absent: live. Everything stored before there were origins counts as live. */
  origin?: ImportOrigin;
  /**
   * Its backup knows an earlier state that says as much or more, so that this one is an edit and no poorer copy. Only on a state
   * of an import that nothing says is older.
   */
  isEdit?: true;
}

/** A state that is kept beside the one on screen. */
export interface EarlierMail extends MailState {
  /** ISO time at which the change was seen. The marks of `row` mean nothing: stars and read marks are the mail's. */
  replacedAt: string;
  /** Nothing says that it is older: it comes from an import, and something else is shown. Absent: it is older. */
  isBeside?: true;
  /** Its sum proved it damaged, so that another state took its place. */
  isDamaged?: true;
}

/** All that one place knows of a mail. */
export interface KnownMail extends MailState {
  /** Oldest first, states of one moment in the order of their words. */
  versions: EarlierMail[];
  /**
   * ISO time at which this state was replaced. Present only where no whole state is the newest: the newest is damaged, or two
   * backups each take the other's state for the older one.
   */
  replacedAt?: string;
  /** The latest answer of the service had no words, so that an earlier state is shown. Absent: it had words, or there was none. */
  isAnsweredEmpty?: true;
}
