import { browser } from 'wxt/browser';
import type { HttpAnswer, HttpRequest, Place, Transport } from '../../backup/ports.ts';
import { MailArkError } from '../../errors.ts';
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
    const body = await readBody(response, patience);
    return { status: response.status, header: (name) => response.headers.get(name) ?? undefined, body };
  } catch (error) {
    throw await named(error, request.url, signal, patience);
  } finally {
    patience.end();
  }
}

async function readBody(response: Response, patience: Patience): Promise<Uint8Array<ArrayBuffer>> {
  const declared = Number(response.headers.get('content-length') ?? Number.NaN);
  if (!response.body || declared <= smallBodyBytes) return new Uint8Array(await response.arrayBuffer());
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of response.body) {
    patience.renew();
    pieces.push(piece);
    sizeBytes += piece.length;
  }
  const whole = new Uint8Array(sizeBytes);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
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
