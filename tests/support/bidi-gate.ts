import { firefox } from 'playwright-core';

/** A command or result of WebDriver BiDi (W3C). */
interface BidiMessage {
  id?: number;
  type?: 'success' | 'error' | 'event';
  method?: string;
  params?: Record<string, unknown>;
  result?: unknown;
  message?: string;
}

/** Playwright's connection to a browser. Internal to playwright-core, which is pinned. */
interface Transport {
  onmessage?: ((message: BidiMessage) => void) | undefined;
  onclose?: ((reason?: string) => void) | undefined;
  send(message: BidiMessage): void;
  close(): void;
}

interface BidiFirefox {
  connectToTransport(transport: Transport, options: unknown): Promise<unknown>;
}

interface PlaywrightInternals {
  _connection: { toImpl(client: unknown): { _bidiFirefox: BidiFirefox } };
}

/** Answers a command in the browser's place; undefined: the browser answers. */
export type Substitute = (params: Record<string, unknown>, gate: BidiGate) => Promise<unknown>;

/** Called with an event after Playwright has received it. */
export type EventWatcher = (
  event: { method: string; params: Record<string, unknown> },
  gate: BidiGate,
) => void;

/** What a gate does besides forwarding messages. */
export interface GateOptions {
  substitutes: Record<string, Substitute>;
  onEvent: EventWatcher;
}

/** The first id of the tests' own commands, far from Playwright's, which count from 1. */
const firstOwnId = 1_000_000_000;

/**
 * Sits between Playwright and a stock Firefox: lets tests send BiDi commands that Playwright does not know, and answers
 * commands of Playwright that this Firefox does not know.
 */
export class BidiGate implements Transport {
  onmessage: Transport['onmessage'];
  onclose: Transport['onclose'];
  private readonly inner: Transport;
  private readonly options: GateOptions;
  private readonly waiting = new Map<
    number,
    { resolve(result: unknown): void; reject(error: Error): void }
  >();
  private lastId = firstOwnId;

  constructor(inner: Transport, options: GateOptions) {
    this.inner = inner;
    this.options = options;
    inner.onmessage = (message) => this.receive(message);
    inner.onclose = (reason) => {
      for (const { reject } of this.waiting.values()) reject(new Error('The browser has gone.'));
      this.waiting.clear();
      this.onclose?.(reason);
    };
  }

  send(message: BidiMessage): void {
    const substitute = this.options.substitutes[message.method ?? ''];
    if (substitute === undefined) {
      this.inner.send(message);
      return;
    }
    const { id } = message;
    const answer = (rest: BidiMessage) => this.onmessage?.({ ...(id === undefined ? {} : { id }), ...rest });
    substitute(message.params ?? {}, this).then(
      (result) => answer({ type: 'success', result }),
      (error: unknown) => answer({ type: 'error', message: String(error) }),
    );
  }

  close(): void {
    this.inner.close();
  }

  /** Sends a command of the tests and resolves with its result. */
  call<T = unknown>(method: string, params: Record<string, unknown> = {}): Promise<T> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: (result) => resolve(result as T), reject });
      this.inner.send({ id, method, params });
    });
  }

  /** Sends Playwright an event that Firefox does not send. */
  announce(method: string, params: Record<string, unknown>): void {
    this.onmessage?.({ type: 'event', method, params });
  }

  private receive(message: BidiMessage): void {
    const waiter = this.waiting.get(message.id ?? 0);
    if (waiter === undefined) {
      this.onmessage?.(message);
      const { method, params } = message;
      if (method !== undefined && params !== undefined) this.options.onEvent({ method, params }, this);
      return;
    }
    this.waiting.delete(message.id ?? 0);
    if (message.type === 'success') waiter.resolve(message.result);
    else waiter.reject(new Error(message.message ?? 'The browser refused.'));
  }
}

/** Firefox starts one at a time: the gate belongs to the launch in progress. */
let launching: Promise<unknown> = Promise.resolve();

/** Runs `launch`, which starts one Firefox through Playwright, and resolves with its result and the gate to that Firefox. */
export function launchThroughGate<T>(
  launch: () => Promise<T>,
  options: GateOptions,
): Promise<{ launched: T; gate: BidiGate }> {
  const turn = launching.then(async () => {
    const type = (firefox as unknown as PlaywrightInternals)._connection.toImpl(firefox)._bidiFirefox;
    const connect = type.connectToTransport.bind(type);
    let gate: BidiGate | undefined;
    type.connectToTransport = (transport, connectOptions) => {
      gate = new BidiGate(transport, options);
      return connect(gate, connectOptions);
    };
    try {
      const launched = await launch();
      if (gate === undefined) throw new Error('Playwright connected to Firefox by a way of its own.');
      return { launched, gate };
    } finally {
      type.connectToTransport = connect;
    }
  });
  launching = turn.catch(() => undefined);
  return turn;
}
