/** Every failure we have a name for. Codes travel between contexts, where classes are lost; each has a sentence on screen. */
export const errorCodes = [
  'signed-out',
  'account-changed',
  'permission-missing',
  'rate-limited',
  'server-unavailable',
  'network-failed',
  'offline',
  'timed-out',
  'forbidden',
  'not-found',
  'client-too-old',
  'unexpected-status',
  'redirected',
  'wrong-type',
  'error-page',
  'empty-body',
  'short-body',
  'not-media',
  'broken-record',
  'too-large',
  'storage-full',
  'storage-broken',
  'storage-newer',
  'storage-emptied',
  'export-failed',
  'download-interrupted',
  'nothing-to-export',
  'archive-broken',
  'archive-newer',
  'listing-unstable',
  'file-unreadable',
  'zip-foreign',
  'zip-cut',
  'zip-broken',
  'zip-split',
  'zip-encrypted',
  'zip-method',
  'zip-unsafe',
  'zip-too-large',
  'archive-foreign',
  'archive-old-script',
  'nothing-to-import',
  'content-changed',
  'unlisted-file',
  'unexpected',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** A failure with a name. `message` is for engineers and never holds addresses, ids or texts. */
export class MailArkError extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** Nobody is signed in, or the session is dead and only the person can renew it. */
export class SignedOutError extends MailArkError {
  constructor(message = 'The web client is signed out.') {
    super('signed-out', message);
  }
}

/** The web client is now signed in as somebody else. */
export class AccountChangedError extends MailArkError {
  constructor() {
    super('account-changed', 'The web client was switched to another account during a backup.');
  }
}

/** The service asks to wait. */
export class RateLimitedError extends MailArkError {
  /** How long the server asked to wait; undefined when it did not say. */
  readonly retryAfterMs: number | undefined;
  readonly status: number;
  constructor(status: number, retryAfterMs: number | undefined) {
    super(
      status === 429 ? 'rate-limited' : 'server-unavailable',
      `The server answered ${status} and asks to wait.`,
    );
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** A wait too long to be slept through: it is written down and left to an alarm. */
export class LongWaitError extends MailArkError {
  /** Milliseconds since 1970; no request before. */
  readonly untilMs: number;
  constructor(untilMs: number, code: 'rate-limited' | 'server-unavailable' = 'rate-limited') {
    super(code, 'The server asks for a long wait.');
    this.untilMs = untilMs;
  }
}

/** The service refuses again and again: the run stops, rather than knock on. */
export class ForbiddenError extends MailArkError {
  constructor() {
    super('forbidden', 'The service refused several requests in a row.');
  }
}

/** An answer came, but it is not what was asked for: a status, an error page, cut or foreign bytes. */
export class BadAnswerError extends MailArkError {
  readonly status: number;
  constructor(code: ErrorCode, status: number, message: string) {
    super(code, message);
    this.status = status;
  }
}

/** A record that cannot be understood: this one mail is set aside, the run goes on. */
export class BrokenRecordError extends MailArkError {
  /** Which field, in the service's words. */
  readonly field: string;
  constructor(field: string, message: string) {
    super('broken-record', message);
    this.field = field;
  }
}

/** The device has no room, or the browser grants none. */
export class StorageFullError extends MailArkError {
  constructor(cause?: unknown) {
    super('storage-full', 'There is no room left to store mails.', { cause });
  }
}

/** The code of any caught value; what has no name is `unexpected`. */
export function errorCodeOf(error: unknown): ErrorCode {
  return error instanceof MailArkError ? error.code : 'unexpected';
}
