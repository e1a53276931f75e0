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

/** Further JSON values in which a client may keep its language or version. */
const traitHolders = [...holders, 'settings', 'pm-settings', 'config', 'app'];

/** What the client says of itself: our name, its header, its keys in storage. */
const clientTraits = [
  ['osType', 'os-type', ['pm-os-type', 'os-type', 'os_type', 'osType']],
  [
    'applicationVersion',
    'application-version',
    ['pm-application-version', 'application-version', 'application_version', 'applicationVersion'],
  ],
  ['termsVersion', 'terms-version', ['pm-terms-version', 'terms-version', 'terms_version', 'termsVersion']],
  [
    'language',
    'application-language',
    [
      ...['pm-language', 'application-language', 'application_language', 'applicationLanguage'],
      ...['language', 'lang', 'locale', 'i18nextLng'],
    ],
  ],
  ['osVersion', 'os-version', ['pm-os-version', 'os-version', 'os_version', 'osVersion']],
  [
    'deviceVersion',
    'device-version',
    ['pm-device-version', 'device-version', 'device_version', 'deviceVersion'],
  ],
] as const;

/** The headers worth watching in the client's own calls. */
export const observedHeaderNames = ['user-id', 'access-token', ...clientTraits.map(([, header]) => header)];

/** The localStorage keys worth reading. */
export const sessionStorageKeys = [
  ...new Set([
    ...pairs.flat().filter((name) => name !== 'id'),
    ...clientTraits.flatMap(([, , keys]) => keys),
    ...traitHolders,
  ]),
];

/** What may stand in a header: visible ASCII. A sentence or a line break is no token. */
const proof = /^[\x21-\x7e]{1,512}$/;
const trait = /^[\x20-\x7e]{1,128}$/;
const languageTag = /^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}$/;

/**
 * The session the web client shows, by its calls or else by its storage; undefined when neither holds both halves.
 * Id and token always come from the same place: halves of two accounts never meet. What the client says of itself comes
 * with them: a call says all of it, and of a page the rest is left to the fallbacks.
 */
export function parseSession(service: SourceId, client: WebClientState): Session | undefined {
  const headers = new Map(
    Object.entries(client.observedHeaders ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const observed = findPair(headers);
  const storage = new Map(Object.entries(client.storage ?? {}));
  const credentials = observed ?? findStored(storage);
  if (!credentials) return undefined;
  return {
    service,
    account: accountLabel(service, credentials.userId),
    credentials,
    client: observed ? readHeaders(headers) : readPage(storage, client.language ?? ''),
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

/** A value fit for a header. */
function proofIn(value: unknown): string | undefined {
  const bare = bareText(value);
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

function readHeaders(headers: ReadonlyMap<string, string>): Record<string, string> {
  const said = clientTraits.flatMap(([name, header]) => {
    const value = (headers.get(header) ?? '').trim();
    return trait.test(value) ? [[name, value] as const] : [];
  });
  return Object.fromEntries(said);
}

function readPage(storage: ReadonlyMap<string, string>, documentLanguage: string): Record<string, string> {
  const held = traitHolders.flatMap((name) => parsedObject(storage.get(name)) ?? []);
  const places = [storage, ...held.flatMap((map) => [map, inner(map, 'user'), inner(map, 'session')])];
  const said: Record<string, string> = {};
  for (const [name, , keys] of clientTraits) {
    const isFit = name === 'language' ? languageTag : trait;
    const values = places.flatMap((place) => keys.map((key) => bareText(place.get(key))));
    if (name === 'language') values.push(documentLanguage.trim());
    const value = values.find((each) => isFit.test(each) && each !== 'null' && each !== 'undefined');
    if (value !== undefined) said[name] = name === 'language' ? value.replaceAll('_', '-') : value;
  }
  return said;
}

/** Clients that store through JSON leave quotes around a value. */
function bareText(value: unknown): string {
  return typeof value === 'string' ? value.trim().replace(/^"(.*)"$/, '$1') : '';
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

/** The first language the session asks for, without its region: `ja` of `ja-JP,ja;q=0.9`. Empty: the service's own choice. */
export function namesLanguage({ client }: Session): string {
  return /^\s*([A-Za-z]{2,3})\b/.exec(client.language ?? '')?.[1]?.toLowerCase() ?? '';
}
