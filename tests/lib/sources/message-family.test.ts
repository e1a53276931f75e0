import { describeSource } from '../../contracts/source-contract.ts';
import { aFakeMessageService } from '../../support/fake-message-service.ts';
import { fakeMessageSource } from '../../support/fake-message-source.ts';

const fakeMessageService = aFakeMessageService();

describeSource('A service of the message family', {
  source: fakeMessageSource(),
  signedIn: fakeMessageService.signedIn,
  signedOut: [
    { observedHeaders: { authorization: 'Bearer nonsense' } },
    { observedHeaders: { authorization: 'Bearer a.bm8=.c' } },
  ],
  accountId: fakeMessageService.accountId,
  secrets: fakeMessageService.secrets,
  answer: (request) => fakeMessageService.answer(request),
  mailIds: ['100009', '100008', '100005', '100003', '100002', '100001'],
  pageWithBrokenRecords: {
    feed: '34/timeline',
    body: {
      messages: [
        { id: 2, group_id: 34, type: 'text', text: 'good', published_at: '2025-01-02T00:00:00Z' },
        { id: 'one', group_id: 34, type: 'text', published_at: '2025-01-01T00:00:00Z' },
        null,
      ],
    },
    goodIds: ['2'],
    brokenCount: 2,
  },
  problems: [
    { status: 401, expect: 'json', body: '{"code":"unauthorized"}', is: 'signed-out' },
    { status: 400, expect: 'json', body: '{"code":"invalid_parameter"}', is: 'signed-out' },
    { status: 403, expect: 'json', body: '', is: 'forbidden' },
    { status: 404, expect: 'json', body: '', is: 'not-found' },
    { status: 200, expect: 'json', body: '{}', is: undefined },
  ],
});
