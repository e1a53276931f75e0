import type { RequestSpec, WebClientState } from '../../lib/sources/source.ts';
import { fakeMessageToken } from './fake-message-source.ts';

/** What a fake service answers. */
export interface FakeAnswer {
  status: number;
  body: string;
}

const accountId = 'fan-7f3e5a90';
const signature = 'canarysignature0123456789';
const token = fakeMessageToken({ sub: accountId, exp: 1_767_225_600 }, signature);

/**
 * A whole service behind `fakeMessageSource`: two groups, one of them readable, three pages of its timeline and one of
 * its past.
 */
export const fakeMessageService = {
  accountId,
  /** Texts that nothing stored may contain. */
  secrets: [token, signature],
  signedIn: {
    observedHeaders: { authorization: `Bearer ${token}`, 'x-talk-app-id': 'example.talk 2.6' },
  } satisfies WebClientState,

  /** Answers any request of the source; signatures of addresses are fresh in every answer. */
  answer({ url, method }: RequestSpec): FakeAnswer {
    const { pathname, searchParams } = new URL(url);
    if (method === 'POST') return json({ access_token: token, expires_in: 3600 });
    if (pathname === '/v2/groups') {
      return json([
        { id: 34, name: 'Member A', state: 'open', subscription: { state: 'active' } },
        { id: 35, name: 'Not subscribed', state: 'open' },
      ]);
    }
    if (pathname === '/v2/groups/34/timeline') return json(timelinePage(searchParams.get('continuation')));
    if (pathname === '/v2/groups/34/past_messages') return json({ messages: [talk(100002), talk(100001)] });
    const one = /^\/v2\/messages\/(\d+)$/.exec(pathname);
    if (one) return json(talk(Number(one[1])));
    return { status: 404, body: '{"code":"not_found"}' };
  },
};

function timelinePage(cursor: string | null): unknown {
  if (cursor === null) {
    return {
      messages: [talk(100009), talk(100008)],
      letters: [],
      comments: [],
      continuation: 'b3BhcXVlMQ==',
    };
  }
  // Pages overlap when a message was changed in between.
  if (cursor === 'b3BhcXVlMQ==') {
    return { messages: [talk(100008), talk(100005)], continuation: 'b3BhcXVlMg==' };
  }
  return { messages: [talk(100003)] };
}

let signed = 0;

function talk(id: number): Record<string, unknown> {
  const type = ['text', 'picture', 'video', 'voice', 'link'][id % 5]!;
  const extension = { picture: 'jpg', video: 'mp4', voice: 'm4a' }[type];
  return {
    id,
    group_id: 34,
    // Posts by the staff have no member.
    ...(id % 2 === 0 ? {} : { member_id: 7 }),
    type,
    state: 'published',
    text: `%%% に ${id}\r\nまたね`,
    ...(extension ? { file: signedAddress(`files/${id}.${extension}`) } : {}),
    ...(type === 'picture' || type === 'video' ? { thumbnail: signedAddress(`thumbnails/${id}.jpg`) } : {}),
    is_favorite: id === 100005,
    is_silent: false,
    published_at: `2025-01-0${id % 10}T12:00:00Z`,
    updated_at: `2025-01-0${id % 10}T12:00:01Z`,
    access_token: token,
  };
}

function signedAddress(path: string): string {
  signed += 1;
  return `https://media.message.example/private/messages/${path}?Expires=${1_767_200_000 + signed}&Signature=s${signed}&Key-Pair-Id=k`;
}

function json(body: unknown): FakeAnswer {
  return { status: 200, body: JSON.stringify(body) };
}
