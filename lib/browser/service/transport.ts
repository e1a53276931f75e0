import { browser } from 'wxt/browser';
import type { HttpAnswer, HttpRequest, Place, Transport } from '../../backup/ports.ts';
import { MailArkError } from '../../errors.ts';
import { partBytes } from '../../mail/asset.ts';
import type { AccountKey } from '../../mail/mail.ts';
import { findSource } from '../../sources/registry.ts';
import { callInPage } from './client-pages.ts';

/** Nothing may take longer than this until its headers are in, or between two pieces of its body: the browser ends a worker whose fetch takes 30 s. */
const patienceMs = 20_000;

/** Bodies up to this size are read in one go under one time-out; larger ones piece by piece. */
const smallBodyBytes = 256 * 1024;

/** The place whose pages show the account now; undefined: none does. */
type FindPlace = (owner: AccountKey) => Promise<Place | undefined>;

/** Sends requests with `fetch`, or inside a page that shows the request's account where the request says so. */
export function createTransport(findPlace: FindPlace): Transport {
  return {
    send: (request, signal) =>
      request.via === 'page' ? sendInPage(request, findPlace, signal) : sendHere(request, signal),
  };
}

async function sendHere(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
  const patience = new Patience(signal);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      ...(request.body === undefined ? {} : { body: request.body }),
      // Manual, because with 'error' a redirect to a sign-in page looks like a lost connection.
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal: patience.signal,
    });
    if (response.type === 'opaqueredirect')
      throw new MailArkError('redirected', 'The server sent us elsewhere.');
    const header = (name: string) => response.headers.get(name) ?? undefined;
    return { status: response.status, header, ...(await readBody(response, request.url, signal, patience)) };
  } catch (error) {
    patience.end();
    throw await named(error, request.url, signal, patience);
  }
}

/** Reads the body, of a large one its first part. `patience` ends with the body. */
async function readBody(
  response: Response,
  url: string,
  signal: AbortSignal,
  patience: Patience,
): Promise<Pick<HttpAnswer, 'body' | 'rest'>> {
  const declared = Number(response.headers.get('content-length') ?? Number.NaN);
  if (!response.body || declared <= smallBodyBytes) {
    const body = new Uint8Array(await response.arrayBuffer());
    patience.end();
    return { body };
  }
  const parts = guard(readParts(response.body, patience), url, signal, patience);
  const first = await parts.next();
  const body = first.done ? new Uint8Array(0) : first.value;
  if (body.length === partBytes) return { body, rest: parts };
  await parts.return();
  return { body };
}

/** The body as it arrives, in parts of `partBytes` but the last. */
async function* readParts(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  patience: Patience,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  let pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of body) {
    patience.renew();
    for (let from = 0; from < piece.length;) {
      const some = piece.subarray(from, from + partBytes - sizeBytes);
      pieces.push(some);
      sizeBytes += some.length;
      from += some.length;
      if (sizeBytes < partBytes) continue;
      // What is done with a part is not the server's time.
      patience.pause();
      yield join(pieces, sizeBytes);
      patience.renew();
      pieces = [];
      sizeBytes = 0;
    }
  }
  if (sizeBytes > 0) yield join(pieces, sizeBytes);
}

function join(pieces: readonly Uint8Array[], sizeBytes: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(sizeBytes);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** The same, with named failures; `patience` ends with it. */
async function* guard(
  parts: AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined>,
  url: string,
  signal: AbortSignal,
  patience: Patience,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  try {
    yield* parts;
  } catch (error) {
    throw await named(error, url, signal, patience);
  } finally {
    patience.end();
  }
}

async function sendInPage(
  request: HttpRequest,
  findPlace: FindPlace,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  signal.throwIfAborted();
  const source = findSource(request.owner.service);
  const place = await findPlace(request.owner);
  signal.throwIfAborted();
  if (!source || place === undefined)
    throw new MailArkError('signed-out', 'The account is signed in nowhere.');
  const answer = await callInPage(request, source, place, patienceMs);
  signal.throwIfAborted();
  return {
    status: answer.status,
    header: (name) => answer.headers[name],
    body: new TextEncoder().encode(answer.text),
  };
}

/** `fetch` rejects with the same TypeError for every failure; what else the browser knows distinguishes them. */
async function named(error: unknown, url: string, signal: AbortSignal, patience: Patience): Promise<unknown> {
  if (error instanceof MailArkError) return error;
  if (signal.aborted) return signal.reason;
  if (patience.isOver)
    return new MailArkError('timed-out', 'The server did not answer in time.', { cause: error });
  if (!navigator.onLine) return new MailArkError('offline', 'This computer is offline.', { cause: error });
  const isPermitted = await browser.permissions.contains({ origins: [`${new URL(url).origin}/*`] });
  return isPermitted
    ? new MailArkError('network-failed', 'The connection failed.', { cause: error })
    : new MailArkError('permission-missing', 'The permission for this host is gone.', { cause: error });
}

/** A time-out that starts again with every sign of life. */
class Patience {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal;
  readonly #onAbort = () => this.#controller.abort(this.#outer.reason);
  #timer: ReturnType<typeof setTimeout>;
  isOver = false;

  constructor(outer: AbortSignal) {
    this.#outer = outer;
    if (outer.aborted) this.#onAbort();
    outer.addEventListener('abort', this.#onAbort, { once: true });
    this.#timer = this.#start();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Until `renew`. */
  pause(): void {
    clearTimeout(this.#timer);
  }

  renew(): void {
    clearTimeout(this.#timer);
    this.#timer = this.#start();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#outer.removeEventListener('abort', this.#onAbort);
  }

  #start(): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      this.isOver = true;
      this.#controller.abort();
    }, patienceMs);
  }
}
