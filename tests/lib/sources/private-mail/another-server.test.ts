import { privateMailSource } from '../../../../lib/sources/private-mail/source.ts';
import { describeSource } from '../../../contracts/source-contract.ts';
import { privateMailFixture } from '../../../support/fake-private-mail-service.ts';

const origin = 'https://mail.example:8443';
const accountId = 'zyxwvutsrqpo';
const token = 'AnotherCanary0123456789a';

describeSource('A compatible server with one origin for everything', {
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
  mailIds: ['m12001', 'i1001'],
  pageWithBrokenRecords: {
    feed: 'inbox',
    body: { mails: [7], has_next_page: false },
    goodIds: [],
    brokenCount: 1,
  },
  problems: [],
});
