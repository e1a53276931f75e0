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
export function aFakeMessageService() {
  /** Its own clock: the moment of every answer. */
  let now = '2025-02-01T00:00:00Z';
  const edits = new Map<number, Edit>();
  const talks = (...ids: number[]) => ids.map((id) => talk(id, edits.get(id)));

  return {
    accountId,
    /** Texts that nothing stored may contain. */
    secrets: [token, signature],
    signedIn: {
      observedHeaders: { authorization: `Bearer ${token}`, 'x-talk-app-id': 'example.talk 2.6' },
    } satisfies WebClientState,

    /** Changes the words of a message at a moment from which on it answers. */
    edit(id: number, text: string, at: string): void {
      now = at;
      edits.set(id, { text, updated_at: at });
    },

    /** Answers any request of the source; signatures of addresses are fresh in every answer. */
    answer({ url, method }: Pick<RequestSpec, 'url' | 'method'>): FakeAnswer {
      const { pathname, searchParams } = new URL(url);
      if (method === 'POST') return json({ access_token: token, expires_in: 3600 });
      if (pathname === '/v2/groups') {
        return json([
          { id: 34, name: 'Member A', state: 'open', subscription: { state: 'active' } },
          { id: 35, name: 'Not subscribed', state: 'open' },
        ]);
      }
      if (pathname === '/v2/groups/34/past_messages')
        return json({ messages: talks(100002, 100001), queried_at: now });
      const one = /^\/v2\/messages\/(\d+)$/.exec(pathname);
      if (one) return json(talks(Number(one[1]))[0]);
      if (pathname !== '/v2/groups/34/timeline') return { status: 404, body: '{"code":"not_found"}' };
      const from = searchParams.get('updated_from');
      const page =
        from === null ? timelinePage(searchParams.get('continuation')) : { ids: changedSince(from) };
      return json({ ...page, messages: talks(...page.ids), queried_at: now });
    },
  };

  /** Inclusive, as the services have it. */
  function changedSince(from: string): number[] {
    return talks(100003, 100005, 100008, 100009)
      .filter(({ updated_at }) => updated_at >= from)
      .map(({ id }) => id);
  }
}

interface Edit {
  text: string;
  updated_at: string;
}

function timelinePage(cursor: string | null): { ids: number[]; continuation?: string } {
  if (cursor === null) return { ids: [100009, 100008], continuation: 'b3BhcXVlMQ==' };
  // Pages overlap when a message was changed in between.
  if (cursor === 'b3BhcXVlMQ==') return { ids: [100008, 100005], continuation: 'b3BhcXVlMg==' };
  return { ids: [100003] };
}

let signed = 0;

function talk(id: number, edit?: Edit) {
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
    ...edit,
  };
}

function signedAddress(path: string): string {
  signed += 1;
  return `https://media.message.example/private/messages/${path}?Expires=${1_767_200_000 + signed}&Signature=s${signed}&Key-Pair-Id=k`;
}

function json(body: unknown): FakeAnswer {
  return { status: 200, body: JSON.stringify(body) };
}
