import { izone } from '../../lib/sources/registry.ts';
import type { SourceCase } from '../contracts/source/case.ts';
import { aFakeMessageService } from './fake-message-service.ts';
import { fakeMessageSource } from './fake-message-source.ts';
import { fakePrivateMailService, privateMailFixture } from './fake-private-mail-service.ts';

/** IZ*ONE's source and its played service: numbered pages, a page of HTML per mail. */
export function anIzoneCase(): SourceCase {
  const { signedIn, accountId, secrets, answer } = fakePrivateMailService;
  const problem = (file: string) => privateMailFixture(`${file}.json`);
  return {
    source: izone,
    signedIn,
    signedOut: [
      { observedHeaders: { 'user-id': '', 'access-token': '', 'terms-version': '0' } },
      { observedHeaders: { 'user-id': 'abcdefghijkl' } },
      { storage: { 'pm-user-id': 'abcdefghijkl', 'pm-access-token': 'null' } },
      { storage: { session: 'not json', user: '{"id":5}' } },
    ],
    ...{ accountId, secrets, answer },
    mails: {
      m12345: '2020-10-01T23:03:04Z',
      'b3-20': '2020-09-29T15:00:00Z',
      m12001: '2020-09-29T14:59:59Z',
      i1001: '2019-12-31T23:30:00Z',
    },
    pageWithBrokenRecords: {
      feed: 'inbox',
      body: JSON.parse(privateMailFixture('inbox-with-broken-records.json')),
      goodIds: ['m3', 'm1'],
      brokenCount: 4,
    },
    states: {
      feed: 'inbox',
      before: aFirstMail({}),
      edited: [
        aFirstMail({ subject: 'Good night' }),
        aFirstMail({ content: 'I ate a peach' }),
        aFirstMail({ content_ko: '복숭아를 먹었어요' }),
        aFirstMail({ is_image: false }),
        aFirstMail({ receive_datetime: '2020-10-02 08:03:05' }),
      ],
      marked: aFirstMail({ is_star: true, is_unread: false }),
    },
    problems: [
      { status: 200, expect: 'json', body: privateMailFixture('inbox-page-1.json'), is: undefined },
      { status: 200, expect: 'html', body: privateMailFixture('mail-m12345.html'), is: undefined },
      { status: 401, expect: 'json', body: problem('error-access-token'), is: 'signed-out' },
      { status: 200, expect: 'json', body: problem('error-access-token'), is: 'signed-out' },
      { status: 200, expect: 'html', body: problem('error-authorization'), is: 'signed-out' },
      { status: 401, expect: 'html', body: problem('error-mail'), is: 'not-found' },
      { status: 403, expect: 'json', body: problem('error-value'), is: 'forbidden' },
      { status: 200, expect: 'json', body: problem('error-internal'), is: 'server-unavailable' },
      { status: 426, expect: 'json', body: problem('error-terms'), is: 'client-too-old' },
      { status: 200, expect: 'html', body: privateMailFixture('error-page.html'), is: 'error-page' },
      { status: 200, expect: 'json', body: privateMailFixture('error-page.html'), is: 'error-page' },
      { status: 200, expect: 'json', body: privateMailFixture('sign-in-page.html'), is: 'signed-out' },
      { status: 200, expect: 'html', body: privateMailFixture('sign-in-page.html'), is: 'signed-out' },
      { status: 404, expect: 'media', body: '', is: 'not-found' },
      { status: 401, expect: 'media', body: '', is: 'forbidden' },
      { status: 200, expect: 'html', body: '', is: undefined },
      { status: 429, expect: 'json', body: '', is: undefined },
      { status: 503, expect: 'html', body: '<html></html>', is: undefined },
    ],
  };
}

/** The first mail of the inbox, alone on its page and changed as said. */
function aFirstMail(change: Record<string, unknown>): unknown {
  const { mails } = JSON.parse(privateMailFixture('inbox-page-1.json')) as { mails: object[] };
  return { mails: [{ ...mails[0], ...change }], has_next_page: false };
}

/** A source of the message family and its played service: chained pages, whole mails, signed addresses, a renewal. */
export function aMessageCase(): SourceCase {
  const service = aFakeMessageService();
  const { signedIn, accountId, secrets } = service;
  return {
    source: fakeMessageSource(),
    signedIn,
    signedOut: [
      { observedHeaders: { authorization: 'Bearer nonsense' } },
      { observedHeaders: { authorization: 'Bearer a.bm8=.c' } },
    ],
    ...{ accountId, secrets },
    answer: (request) => service.answer(request),
    mails: {
      '100009': '2025-01-09T12:00:00Z',
      '100008': '2025-01-08T12:00:00Z',
      '100005': '2025-01-05T12:00:00Z',
      '100003': '2025-01-03T12:00:00Z',
      '100002': '2025-01-02T12:00:00Z',
      '100001': '2025-01-01T12:00:00Z',
    },
    pageWithBrokenRecords: {
      feed: '34/timeline',
      body: { messages: [{ ...aMessage, id: 2 }, { ...aMessage, id: 'one' }, null] },
      goodIds: ['2'],
      brokenCount: 2,
    },
    states: {
      feed: '34/timeline',
      before: { messages: [aMessage] },
      edited: [{ messages: [{ ...aMessage, text: 'Better' }] }],
      marked: { messages: [{ ...aMessage, is_favorite: true }] },
    },
    problems: [
      { status: 401, expect: 'json', body: '{"code":"unauthorized"}', is: 'signed-out' },
      { status: 400, expect: 'json', body: '{"code":"invalid_parameter"}', is: 'signed-out' },
      { status: 403, expect: 'json', body: '', is: 'forbidden' },
      { status: 404, expect: 'json', body: '', is: 'not-found' },
      { status: 200, expect: 'json', body: '{}', is: undefined },
    ],
    // The talk counts as read on the phone unless the list says otherwise.
    changesSomething: ({ pathname, searchParams }) =>
      pathname.endsWith('/timeline') && searchParams.get('clear_unread') !== 'false',
    edit: {
      feed: '34/timeline',
      id: '100003',
      make: () => service.edit(100003, 'I meant Monday', '2025-02-02T00:00:00Z'),
    },
  };
}

const aMessage = {
  id: 7,
  group_id: 34,
  type: 'text',
  text: 'Good',
  is_favorite: false,
  published_at: '2025-01-02T00:00:00Z',
};
