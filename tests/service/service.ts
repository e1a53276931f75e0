import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createSecureServer, type Http2SecureServer, type Http2ServerRequest } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeAccounts, type AccountOptions, type DemoAccount } from './accounts.ts';
import { textAnswer, type Answer } from './answers.ts';
import { answerApi } from './api.ts';
import { makeCertificate } from './certificate.ts';
import { Counters } from './counters.ts';
import { expectedOf, type ExpectedBackup } from './expected.ts';
import { FaultPlayer, type Fault, type RequestFault } from './faults.ts';
import { makeFilm, type Film } from './film.ts';
import { apiHost, imageHost, webHost } from './hosts.ts';
import { answerImage } from './images.ts';
import { answerPage } from './pages.ts';
import type { Language } from './senders.ts';
import { PictureMaker } from './pictures.ts';
import { kindOf, originatorOf, type DemoRequest } from './requests.ts';
import { send, spoil, type WireRequest, type WireResponse } from './wire.ts';
import { authorise, findMailOf, type World } from './world.ts';

/** The options of a demo service. */
export interface ServiceOptions {
  /** The number of mails of the first account, by default 300; the second has a tenth. */
  mails?: number;
  /** By default 1. The same seed gives the same service. */
  seed?: number;
  /** The delay of every answer. */
  latencyMs?: number;
  /** The size to which pictures are padded; by default they stay as drawn (6 to 20 KB). */
  pictureBytes?: number;
  /** The size of a film in the place of the first picture of the newest mail that has one; by default there is none. */
  filmBytes?: number;
  faults?: Fault[];
  /** Options by account; at least two accounts exist. */
  accounts?: AccountOptions[];
  /** A port on loopback; by default any free one. */
  port?: number;
}

/** A running service. */
export interface Service {
  readonly port: number;
  readonly accounts: readonly DemoAccount[];
  readonly counters: Counters;
  readonly film?: Film;
  /** Arguments that make Chromium resolve every host name to the service, and to nothing else. */
  readonly chromiumArgs: readonly string[];
  /** The self-signed certificate, PEM. */
  readonly certificate: string;
  /** Replaces the faults from now on. */
  setFaults(faults: Fault[]): void;
  setLatency(latencyMs: number): void;
  /** Draws all pictures now, so that a benchmark does not wait for it. */
  warmUp(): void;
  /** What an undisturbed backup must contain; by default of account 0, with names in Korean. */
  expected(account?: number, language?: Language): ExpectedBackup;
  close(): Promise<void>;
}

/** Starts the service on loopback: TLS, HTTP/2 and HTTP/1.1, all its hosts on one port. */
export async function startService(options: ServiceOptions = {}): Promise<Service> {
  const seed = options.seed ?? 1;
  const accounts = makeAccounts(seed, options.mails ?? 300, options.accounts);
  const world: World = {
    seed,
    accounts,
    pictures: new PictureMaker(seed, options.pictureBytes ?? 0),
    faults: new FaultPlayer(seed, options.faults ?? []),
    counters: new Counters(),
  };
  if (options.filmBytes !== undefined) world.film = filmIn(world, options.filmBytes);
  const latency = { ms: options.latencyMs ?? 0 };
  applyWithdrawals(world, options.faults ?? []);
  const { cert, private: key } = await makeCertificate([apiHost, webHost, imageHost, 'localhost']);
  const server = createSecureServer({
    allowHTTP1: true,
    key,
    cert,
    settings: { maxConcurrentStreams: 256 },
  });
  server.on('request', (request: Http2ServerRequest, response: WireResponse) => {
    answerOne(world, latency, request, response).catch((error: unknown) => {
      console.error('The demo service failed.', error);
      response.destroy();
    });
  });
  const closeConnections = trackConnections(server);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    accounts,
    counters: world.counters,
    ...(world.film && { film: world.film }),
    chromiumArgs: [`--host-resolver-rules=MAP * 127.0.0.1:${port}`, '--ignore-certificate-errors'],
    certificate: cert,
    setFaults(faults) {
      world.faults.set(faults);
      applyWithdrawals(world, faults);
    },
    setLatency(latencyMs) {
      latency.ms = latencyMs;
    },
    warmUp: () => world.pictures.warmUp(),
    expected: (account = 0, language = 'ko') =>
      expectedOf(accounts[account] as DemoAccount, world.pictures, language),
    async close() {
      closeConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function filmIn({ accounts }: World, sizeBytes: number): Film {
  const mails = accounts[0]?.inbox.list(0, Infinity) ?? [];
  const path = mails.flatMap(({ picturePaths }) => picturePaths)[0];
  if (path === undefined) throw new Error('No mail has a picture.');
  return makeFilm(path, sizeBytes);
}

function trackConnections(server: Http2SecureServer): () => void {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  // A browser that disconnects in the middle of an answer is not an error.
  server.on('sessionError', () => {});
  server.on('clientError', (_error, socket) => socket.destroy());
  return () => sockets.forEach((socket) => socket.destroy());
}

function applyWithdrawals(world: World, faults: readonly Fault[]): void {
  const fault = faults.find(({ name }) => name === 'withdrawn-mail');
  const inbox = world.accounts[0]?.inbox;
  if (!fault || !inbox) return;
  const count = 'count' in fault ? (fault.count ?? 3) : 3;
  inbox.withdraw(fault.ids ?? inbox.list(Math.floor(inbox.count / 2), count).map(({ id }) => id));
}

async function answerOne(
  world: World,
  latency: { ms: number },
  wire: WireRequest,
  response: WireResponse,
): Promise<void> {
  const request = readRequest(wire);
  const entry = world.counters.start(request, Date.now());
  response.on('close', () => world.counters.finish(entry));
  response.on('error', () => {});
  const perSecond = world.counters.perSecond(request.host);
  const fault = world.faults.strike(request, () => findMailOf(world, request)?.id, perSecond);
  if (fault) entry.fault = fault.name;
  if (fault?.name === 'hang') return;
  const waitMs = latency.ms + (fault?.name === 'slow' ? (fault.delayMs ?? 1500) : 0);
  if (waitMs > 0) await sleep(waitMs);
  const answer = await answerFor(world, request);
  expireTokenInTime(world, request);
  if (response.destroyed || response.writableEnded) return;
  send(response, spoiltBy(fault, answer), fault, entry);
}

/** Only successful answers are spoilt: a refused token stays refused. */
function spoiltBy(fault: RequestFault | undefined, answer: Answer): Answer {
  return fault && answer.status === 200 ? spoil(answer, fault, Date.now()) : answer;
}

async function answerFor(world: World, request: DemoRequest): Promise<Answer> {
  if (request.host === apiHost) return answerApi(world, request);
  if (request.host === webHost) return answerPage(world, request);
  if (request.host === imageHost) return answerImage(world, request);
  return textAnswer('<!DOCTYPE html><title>404</title><p>Not a host of this service</p>', 'text/html', 404);
}

function expireTokenInTime(world: World, request: DemoRequest): void {
  const fault = world.faults.find('expire-token');
  if (!fault || request.by === 'client') return;
  const account = authorise(world, request);
  if (typeof account === 'string') return;
  if (world.faults.isTokenDue(fault)) account.expireToken(fault.isRenewable ?? true);
}

function readRequest(wire: WireRequest): DemoRequest {
  const method = wire.method ?? 'GET';
  const authority = wire.headers[':authority'] ?? wire.headers.host ?? '';
  const host = String(authority).toLowerCase().replace(/:\d+$/, '');
  const target = wire.url ?? '/';
  const { pathname: path, searchParams: query } = new URL(target, `https://${host || 'unknown'}`);
  const header = (name: string) => {
    const value = wire.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  };
  return {
    method,
    host,
    path,
    query,
    target,
    kind: kindOf(method, host, path),
    by: originatorOf(host, header),
    header,
    readBody: () => readBody(wire),
  };
}

async function readBody(wire: WireRequest): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of wire as IncomingMessage) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
