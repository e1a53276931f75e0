import { apiHost, imageHost, webHost, webOrigin } from './hosts.ts';

/** What a request is about. */
export type RequestKind =
  'list' | 'detail' | 'picture' | 'portrait' | 'session' | 'api' | 'preflight' | 'page' | 'unknown';

/** One request as the handlers see it. */
export interface DemoRequest {
  method: string;
  host: string;
  path: string;
  query: URLSearchParams;
  /** Path and query: what a fault is tied to. */
  target: string;
  kind: RequestKind;
  /** The service's own web client, or whoever else asks. */
  by: 'client' | 'visitor';
  /** Undefined when absent; the name in lower case. */
  header(name: string): string | undefined;
  readBody(): Promise<string>;
}

/** The kind of a request. */
export function kindOf(method: string, host: string, path: string): RequestKind {
  if (method === 'OPTIONS') return 'preflight';
  if (host === imageHost) return path.startsWith('/artist/') ? 'portrait' : 'picture';
  if (host === webHost) return path.startsWith('/mail/') ? 'detail' : 'page';
  if (host !== apiHost) return 'unknown';
  if (sessionPaths.includes(path)) return 'session';
  return path === '/v1/inbox' ? 'list' : 'api';
}

/** Where the web client signs in and renews its token. */
export const sessionPaths = ['/v1/data_inherit_execute', '/v1/users/renew-token'];

/** Tells the web client's own requests by what a browser adds to them and no other page may set. */
export function originatorOf(
  host: string,
  header: (name: string) => string | undefined,
): 'client' | 'visitor' {
  if (header('origin') === webOrigin) return 'client';
  if (host === webHost && header('sec-fetch-dest') === 'document') return 'client';
  if (header('referer')?.startsWith(`${webOrigin}/`)) return 'client';
  return 'visitor';
}
