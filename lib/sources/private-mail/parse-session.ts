import type { SourceId } from '../../mail/mail.ts';
import { accountLabel } from '../account-label.ts';
import type { Session, WebClientState } from '../source.ts';

/** Pairs of names under which a client may keep account id and token, apart or inside one JSON value. */
const pairs = [
  ['pm-user-id', 'pm-access-token'],
  ['user-id', 'access-token'],
  ['user_id', 'access_token'],
  ['userId', 'accessToken'],
  ['User-Id', 'Access-Token'],
  ['id', 'access_token'],
  ['id', 'accessToken'],
] as const;

/** Names under which a client may keep one JSON value that holds both. */
const holders = ['pm-session', 'session', 'pm-user', 'user', 'pm-account', 'account', 'auth', 'credentials'];

/** What the client says of itself: our name, its header, its key in storage. */
const clientTraits = [
  ['osType', 'os-type', 'pm-os-type'],
  ['applicationVersion', 'application-version', 'pm-application-version'],
  ['termsVersion', 'terms-version', 'pm-terms-version'],
  ['language', 'application-language', 'pm-language'],
  ['osVersion', 'os-version', 'pm-os-version'],
  ['deviceVersion', 'device-version', 'pm-device-version'],
] as const;

/** The headers worth watching in the client's own calls. */
export const observedHeaderNames = ['user-id', 'access-token', ...clientTraits.map(([, header]) => header)];

/** The localStorage keys worth reading. */
export const sessionStorageKeys = [
  ...new Set([
    ...pairs.flat().filter((name) => name !== 'id'),
    ...clientTraits.map(([, , key]) => key),
    ...holders,
  ]),
];

/** What may stand in a header: visible ASCII. A sentence or a line break is no token. */
const proof = /^[\x21-\x7e]{1,512}$/;
const trait = /^[\x20-\x7e]{1,128}$/;

/**
 * The session the web client shows, by its calls or else by its storage; undefined when neither holds both halves.
 * Id and token always come from the same place: halves of two accounts never meet.
 */
export function parseSession(service: SourceId, client: WebClientState): Session | undefined {
  const headers = new Map(
    Object.entries(client.observedHeaders ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const storage = new Map(Object.entries(client.storage ?? {}));
  const credentials = findPair(headers) ?? findStored(storage);
  if (!credentials) return undefined;
  return {
    service,
    account: accountLabel(service, credentials.userId),
    credentials,
    client: readTraits(headers, storage),
  };
}

type Credentials = { userId: string; accessToken: string };

function findPair(values: ReadonlyMap<string, unknown>): Credentials | undefined {
  for (const [idName, tokenName] of pairs) {
    const userId = proofIn(values.get(idName));
    const accessToken = proofIn(values.get(tokenName));
    if (userId && accessToken) return { userId, accessToken };
  }
  return undefined;
}

function findStored(storage: ReadonlyMap<string, string>): Credentials | undefined {
  const apart = findPair(storage);
  if (apart) return apart;
  for (const name of holders) {
    const held = parsedObject(storage.get(name));
    if (!held) continue;
    const found = findPair(held) ?? findPair(inner(held, 'user')) ?? findPair(inner(held, 'session'));
    if (found) return found;
  }
  return undefined;
}

/** A value fit for a header; clients that store through JSON leave quotes around it. */
function proofIn(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const bare = value.trim().replace(/^"(.*)"$/, '$1');
  return proof.test(bare) && bare !== 'null' && bare !== 'undefined' ? bare : undefined;
}

function parsedObject(value: string | undefined): Map<string, unknown> | undefined {
  if (value === undefined) return undefined;
  try {
    return asMap(JSON.parse(value));
  } catch {
    return undefined; // Not JSON: some other program's value under a common name.
  }
}

function inner(held: ReadonlyMap<string, unknown>, name: string): Map<string, unknown> {
  return asMap(held.get(name)) ?? new Map<string, unknown>();
}

function asMap(value: unknown): Map<string, unknown> | undefined {
  return typeof value === 'object' && value !== null
    ? new Map<string, unknown>(Object.entries(value))
    : undefined;
}

function readTraits(
  headers: ReadonlyMap<string, string>,
  storage: ReadonlyMap<string, string>,
): Record<string, string> {
  const traits: Record<string, string> = {};
  for (const [name, header, key] of clientTraits) {
    const value = headers.get(header) ?? storage.get(key);
    const bare = typeof value === 'string' ? value.trim().replace(/^"(.*)"$/, '$1') : '';
    if (trait.test(bare)) traits[name] = bare;
  }
  return traits;
}

/**
 * The headers that prove the session, with what the client said of itself. The fallbacks are the last values the apps
 * were seen to send (2020–2021); a version too low is refused with 426.
 */
export function authHeaders({ credentials, client }: Session): Record<string, string> {
  return {
    'User-Id': credentials.userId ?? '',
    'Access-Token': credentials.accessToken ?? '',
    'Os-Type': client.osType ?? 'Android',
    'Application-Version': client.applicationVersion ?? '1.4.5',
    'Terms-Version': client.termsVersion ?? '5',
    ...(client.language === undefined ? {} : { 'Application-Language': client.language }),
    ...(client.osVersion === undefined ? {} : { 'Os-Version': client.osVersion }),
    ...(client.deviceVersion === undefined ? {} : { 'Device-Version': client.deviceVersion }),
  };
}
