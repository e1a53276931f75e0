import { apiHost, imageHost, webHost, webOrigin } from './hosts.ts';

/** What a request asks for. */
export type RequestKind =
  'list' | 'detail' | 'picture' | 'portrait' | 'session' | 'api' | 'preflight' | 'page' | 'unknown';

/** One request as the handlers receive it. */
export interface DemoRequest {
  method: string;
  host: string;
  path: string;
  query: URLSearchParams;
  /** Path and query, which faults are derived from. */
  target: string;
  kind: RequestKind;
  /** Whether the service's own web client or another client sent it. */
  by: 'client' | 'visitor';
  /** The value of a header by its name in lower case; undefined when absent. */
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

/** The paths by which the web client signs in and renews its token. */
export const sessionPaths = ['/v1/data_inherit_execute', '/v1/users/renew-token'];

/** Recognises the web client's own requests by headers that a browser adds and no other page may set. */
export function originatorOf(
  host: string,
  header: (name: string) => string | undefined,
): 'client' | 'visitor' {
  if (header('origin') === webOrigin) return 'client';
  if (host === webHost && header('sec-fetch-dest') === 'document') return 'client';
  if (header('referer')?.startsWith(`${webOrigin}/`)) return 'client';
  return 'visitor';
}
