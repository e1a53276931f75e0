import { privateMailSource } from '../../../../lib/sources/private-mail/source.ts';
import { describeSource } from '../../../contracts/source-contract.ts';
import { privateMailFixture } from '../../../support/fake-private-mail-service.ts';

const origin = 'https://mail.example:8443';
const accountId = 'zyxwvutsrqpo';
const token = 'AnotherCanary0123456789a';

const aRecord = { id: 'm1', subject: 'Hello', receive_datetime: '2020-01-02 21:03:04', is_star: false };

describeSource('A compatible server with one origin for everything', () => ({
  source: privateMailSource({
    service: { id: 'compatible', name: 'Compatible Mail', utcOffsetMinutes: 540 },
    webOrigin: origin,
    apiOrigin: origin,
    imageOrigin: origin,
  }),
  signedIn: { storage: { 'pm-user-id': accountId, 'pm-access-token': token } },
  signedOut: [{ storage: {} }],
  accountId,
  secrets: [token],
  answer({ url }) {
    const { pathname, searchParams } = new URL(url);
    if (pathname === '/v1/inbox') {
      return {
        status: 200,
        body: privateMailFixture(
          searchParams.get('page') === '1' ? 'inbox-page-2.json' : 'inbox-past-end.json',
        ),
      };
    }
    return {
      status: 200,
      body: `<div id="mail-detail"><p>${pathname}</p><img src="/img/a.jpg"><img src="${origin}/img/b.jpg"></div>`,
    };
  },
  mails: { m12001: '2020-09-29T14:59:59Z', i1001: '2019-12-31T23:30:00Z' },
  pageWithBrokenRecords: {
    feed: 'inbox',
    body: { mails: [7], has_next_page: false },
    goodIds: [],
    brokenCount: 1,
  },
  states: {
    feed: 'inbox',
    before: { mails: [aRecord], has_next_page: false },
    edited: [{ mails: [{ ...aRecord, subject: 'Changed' }], has_next_page: false }],
    marked: { mails: [{ ...aRecord, is_star: true }], has_next_page: false },
  },
  problems: [],
}));
