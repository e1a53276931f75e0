import { withDetail, withLists, wrongIzone, wrongTalk, type WrongSource } from './change-source.ts';

/** Sources that ask what they must not, or where they must not. */
export const wrongRequests: WrongSource[] = [
  wrongIzone(
    'writes the cursor into the address as it is',
    withLists((feed, at) => ({ url: feed.request('').url + at })),
    'hold each word they are given in one piece',
    /the cursor of inbox is not escaped/,
  ),
  wrongIzone(
    'writes the id of a mail into the address as it is',
    withDetail((detail) => ({
      ...detail,
      request(session, ref) {
        const spec = detail.request(session, { ...ref, id: '' });
        return { ...spec, url: spec.url + ref.id };
      },
    })),
    'hold each word they are given in one piece',
    /the id of a mail is not escaped/,
  ),
  wrongTalk(
    'cuts the cursor short',
    withLists((feed, at) => ({ url: feed.request(String(at).slice(0, 1)).url })),
    'hold each word they are given in one piece',
    /the cursor of 34\/timeline is not escaped/,
  ),
  wrongIzone(
    'asks for any picture',
    (source) => ({
      ...source,
      asset: {
        request: (_session, { url }) => ({
          ...{ url, method: 'GET', auth: 'none', via: 'background', lane: 'asset', expect: 'media' },
        }),
      },
    }),
    'refuse a picture that is not at the service',
    /a picture is asked for at https:\/\/elsewhere/,
  ),
  wrongIzone(
    'proves the account to the host of pictures',
    (source) => ({
      ...source,
      asset: {
        request: (session, picture) => ({ ...source.asset.request(session, picture), auth: 'account' }),
      },
    }),
    'go to its own origins, and carry the account to those that may see it',
    /account request to a foreign address: https:\/\/img/,
  ),
  wrongIzone(
    'posts for a list',
    withLists(() => ({ method: 'POST' })),
    'only ever read',
    /a request writes/,
  ),
  wrongTalk(
    'marks the talk as read',
    withLists((feed, at) => ({ url: feed.request(at).url.replace('&clear_unread=false', '') })),
    'only ever read',
    /a request changes something at the service/,
  ),
  wrongIzone(
    'asks for lists in the lane of pictures',
    withLists(() => ({ lane: 'asset' })),
    'stand in the lane of their work',
    /a list is in another lane/,
  ),
  wrongIzone(
    'puts the token into the address',
    (source, original) =>
      withLists((feed, at) => ({ url: `${feed.request(at).url}&token=${original.secrets[0]}` }))(
        source,
        original,
      ),
    'are plain data without secrets',
    /a secret is kept in a request/,
  ),
  wrongIzone(
    'has no permission for the host of pictures',
    (source) => ({ ...source, hosts: source.hosts.filter((host) => !host.includes('img.')) }),
    'names https origins only, each covered by a host permission',
    /no permission covers https:\/\/img/,
  ),
];
