import { connect, type ClientHttp2Session } from 'node:http2';
import type { Service } from './service.ts';

/** An answer received over HTTP/2. */
export interface ClientAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** Sends requests to the demo service over one HTTP/2 connection, for any host. */
export interface ServiceClient {
  /** Rejects when the stream is cut off. `url` is a full address at a production host. */
  get(url: string, headers?: Record<string, string>): Promise<ClientAnswer>;
  send(method: string, url: string, headers?: Record<string, string>, body?: string): Promise<ClientAnswer>;
  close(): void;
}

/** Connects to a running service. */
export function connectTo(service: Service): ServiceClient {
  const session = connect(`https://127.0.0.1:${service.port}`, { rejectUnauthorized: false });
  const send: ServiceClient['send'] = (method, url, headers = {}, body = '') =>
    ask(session, method, new URL(url), headers, body);
  return { send, get: (url, headers) => send('GET', url, headers), close: () => session.destroy() };
}

function ask(
  session: ClientHttp2Session,
  method: string,
  { host, pathname, search }: URL,
  headers: Record<string, string>,
  body: string,
): Promise<ClientAnswer> {
  return new Promise((resolve, reject) => {
    const request = {
      ':method': method,
      ':authority': host,
      ':path': pathname + search,
      ...headers,
    };
    const stream = session.request(request, { endStream: body === '' });
    const chunks: Buffer[] = [];
    let answered: Record<string, string> = {};
    stream.on('response', (received) => {
      answered = Object.fromEntries(Object.entries(received).map(([name, value]) => [name, String(value)]));
    });
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', reject);
    stream.on('close', () => reject(new Error('The stream was closed before an answer came.')));
    stream.on('end', () => {
      if (answered[':status'] === undefined) return;
      resolve({ status: Number(answered[':status']), headers: answered, body: Buffer.concat(chunks) });
    });
    if (body !== '') stream.end(body);
  });
}
