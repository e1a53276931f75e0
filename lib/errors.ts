/** All failures with a name. Codes cross contexts, where classes are lost; each has a sentence on screen. */
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
  'storage-older',
  'storage-emptied',
  'export-failed',
  'download-interrupted',
  'nothing-to-export',
  'archive-broken',
  'archive-newer',
  'listing-unstable',
  'listing-endless',
  'listing-incomplete',
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

/** The code of a failure. */
export type ErrorCode = (typeof errorCodes)[number];

/** A failure with a code. `message` is for engineers and never contains addresses, ids or texts. */
export class MailArkError extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** The user is not signed in, or the session is no longer valid and only signing in again renews it. */
export class SignedOutError extends MailArkError {
  constructor(message = 'The web client is signed out.') {
    super('signed-out', message);
  }
}

/** The web client is now signed in to another account. */
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

/** A wait too long for a timer: it is stored and left to an alarm. */
export class LongWaitError extends MailArkError {
  /** Milliseconds since 1970; no request may be sent before. */
  readonly untilMs: number;
  constructor(untilMs: number, code: 'rate-limited' | 'server-unavailable' = 'rate-limited') {
    super(code, 'The server asks for a long wait.');
    this.untilMs = untilMs;
  }
}

/** The service refuses repeatedly: the run stops instead of sending more requests. */
export class ForbiddenError extends MailArkError {
  constructor() {
    super('forbidden', 'The service refused several requests in a row.');
  }
}

/** The kinds of things a service gives. In a bad minute of the service, those of one kind fail together. */
export type GivenKind = 'list' | 'mails' | 'files';

/** The service refuses everything of one kind: the run rests, and nothing is concluded about single mails or files. */
export class TroubledKindError extends MailArkError {
  readonly kind: GivenKind;
  /** Whether some of the kind were served before, since the run last began or went on. */
  readonly wasServed: boolean;
  constructor(kind: GivenKind, code: ErrorCode, wasServed: boolean) {
    super(code, `The service gives no ${kind} at the moment.`);
    this.kind = kind;
    this.wasServed = wasServed;
  }
}

/** An answer that is not what was requested: an unexpected status, an error page, truncated or foreign bytes. */
export class BadAnswerError extends MailArkError {
  readonly status: number;
  constructor(code: ErrorCode, status: number, message: string) {
    super(code, message);
    this.status = status;
  }
}

/** A record that cannot be parsed: this mail is set aside and the run continues. */
export class BrokenRecordError extends MailArkError {
  /** The name of the field, as the service spells it. */
  readonly field: string;
  constructor(field: string, message: string) {
    super('broken-record', message);
    this.field = field;
  }
}

/** The device is full, or the browser grants no more storage. */
export class StorageFullError extends MailArkError {
  constructor(cause?: unknown) {
    super('storage-full', 'There is no room left to store mails.', { cause });
  }
}

/** The code of a caught value; `unexpected` for anything that is not a `MailArkError`. */
export function errorCodeOf(error: unknown): ErrorCode {
  return error instanceof MailArkError ? error.code : 'unexpected';
}
