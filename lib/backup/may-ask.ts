import type { RequestSpec, Source } from '../sources/source.ts';

/** Whether the request goes to the service at all: a mail may name any address in the world. Https only. */
export function mayAsk(source: Source, spec: RequestSpec): boolean {
  const origin = secureOrigin(spec.url);
  if (origin === undefined) return false;
  if (source.authOrigins.includes(origin)) return true;
  return spec.lane === 'asset' && spec.auth === 'none' && source.assetOrigins.includes(origin);
}

/** Whether the session's secrets may go with it. */
export function mayProve(source: Source, spec: RequestSpec): boolean {
  const origin = secureOrigin(spec.url);
  return spec.auth === 'account' && origin !== undefined && source.authOrigins.includes(origin);
}

function secureOrigin(address: string): string | undefined {
  const url = URL.parse(address);
  return url?.protocol === 'https:' && url.username === '' && url.password === '' ? url.origin : undefined;
}
