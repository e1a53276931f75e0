import type { Mail } from '../../../lib/mail/mail.ts';
import {
  withDetail,
  withMails,
  withPageMails,
  wrongIzone,
  wrongTalk,
  type WrongSource,
} from './change-source.ts';

/** Sources that read mails wrongly. */
export const wrongMails: WrongSource[] = [
  wrongIzone(
    'takes every picture a mail names for an asset',
    withMails(({ id }, body) => ({
      assets: [...body.matchAll(/<img[^>]* src="(https?:[^"]+)"/g)].map(([, url = '']) => ({
        ...{ key: new URL(url).host + new URL(url).pathname, url, kind: 'image', role: 'body', mailId: id },
      })),
    })),
    'name no asset at a foreign address that an answer holds',
    /an asset is at a foreign origin|an asset is not fetched over https/,
  ),
  wrongIzone(
    'keeps the token in the record',
    (source, original) =>
      withMails(() => ({ raw: JSON.stringify({ access_token: original.secrets[0] }) }))(source, original),
    'hold no secret in any part',
    /a secret is kept in the record of a mail/,
  ),
  wrongIzone(
    'keeps the id of the account in the words',
    (source, original) =>
      withMails(({ text }) => ({ text: `${text} ${original.accountId}` }))(source, original),
    'hold no secret in any part',
    /the id of the account is kept in a mail/,
  ),
  wrongTalk(
    'keeps signed addresses in the record',
    withPageMails(({ assets }) => ({ raw: JSON.stringify({ file: assets[0]?.url }) })),
    'keep no signed address in what is stored raw',
    /a signed address is kept/,
  ),
  wrongIzone(
    'reads a mail out of any page',
    (source, original) =>
      withDetail((detail) => ({
        ...detail,
        parse(session, ref, body) {
          try {
            return detail.parse(session, ref, body);
          } catch {
            return {
              ...aMail,
              id: ref.id,
              text: body,
              raw: ref.raw,
              receivedAt: original.mails[ref.id] ?? '',
            };
          }
        },
      }))(source),
    'are refused with a named failure when the body is not theirs',
    /a body that is no mail is read as one/,
  ),
  wrongIzone(
    'gives times without a zone',
    withMails(({ receivedAt }) => ({ receivedAt: receivedAt.replace('Z', '') })),
    'came when the service says, in UTC',
    /a time is not in UTC/,
  ),
  wrongIzone(
    'takes the clock of the service for UTC',
    withMails(({ receivedAt }) => ({
      receivedAt: new Date(Date.parse(receivedAt) + 9 * 3_600_000).toISOString().replace('.000Z', 'Z'),
    })),
    'came when the service says, in UTC',
    /the time of m12345 is wrong/,
  ),
  wrongIzone(
    'names assets without a key',
    withMails(({ assets }) => ({ assets: assets.map((asset) => ({ ...asset, key: '' })) })),
    'name each asset once, by host and path, at an allowed origin',
    /an asset of m12345 is named twice/,
  ),
  wrongTalk(
    'keeps the signature in the key of an asset',
    withPageMails(({ assets }) => ({
      assets: assets.map((asset) => ({ ...asset, key: asset.url.replace('https://', '') })),
    })),
    'name each asset once, by host and path, at an allowed origin',
    /the key of an asset is not its host and path/,
  ),
  wrongTalk(
    'names no fresh address for one that expires',
    (source) => ({ ...source, asset: { request: source.asset.request } }),
    'get a fresh address of an asset with the same key, when addresses expire',
    /An address expires, and nothing names a fresh one/,
  ),
];

const aMail: Omit<Mail, 'id' | 'text' | 'raw' | 'receivedAt'> = {
  kind: 'mail',
  from: { id: '1', name: '' },
  subject: '',
  preview: '',
  assets: [],
  isStarred: false,
  isUnread: false,
};
