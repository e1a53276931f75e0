import { WebSocket } from 'ws';

interface Waiter {
  resolve(result: Record<string, unknown>): void;
  reject(error: Error): void;
}

interface BidiMessage {
  id?: number;
  type: 'success' | 'error' | 'event';
  result?: Record<string, unknown>;
  error?: string;
  message?: string;
}

/** A conversation with a browser over WebDriver BiDi (W3C), which stock Firefox speaks. */
export class BidiClient {
  private readonly socket: WebSocket;
  private readonly waiting = new Map<number, Waiter>();
  private lastId = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => this.receive(JSON.parse(data.toString()) as BidiMessage));
    socket.on('close', () => {
      for (const waiter of this.waiting.values()) waiter.reject(new Error('The browser has gone.'));
      this.waiting.clear();
    });
  }

  static connect(url: string): Promise<BidiClient> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url, { perMessageDeflate: false });
      socket.once('error', reject);
      socket.once('open', () => resolve(new BidiClient(socket)));
    });
  }

  send(method: string, params: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.socket.send(JSON.stringify({ id, method, params }));
    });
  }

  close(): void {
    this.socket.close();
  }

  private receive(message: BidiMessage): void {
    const waiter = message.id === undefined ? undefined : this.waiting.get(message.id);
    if (!waiter || message.id === undefined) return;
    this.waiting.delete(message.id);
    if (message.type === 'success') waiter.resolve(message.result ?? {});
    else waiter.reject(new Error(`${message.error ?? 'unknown error'}: ${message.message ?? ''}`));
  }
}
