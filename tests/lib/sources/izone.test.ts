import { describe, expect, it } from 'vitest';
import { findSource, izone, sources } from '../../../lib/sources/registry.ts';
import { describeSource } from '../../contracts/source-contract.ts';
import { fakePrivateMailService, privateMailFixture } from '../../support/fake-private-mail-service.ts';

describeSource('IZ*ONE Private Mail', {
  source: izone,
  signedIn: fakePrivateMailService.signedIn,
  signedOut: [
    { observedHeaders: { 'user-id': '', 'access-token': '', 'terms-version': '0' } },
    { observedHeaders: { 'user-id': 'abcdefghijkl' } },
    { storage: { 'pm-user-id': 'abcdefghijkl', 'pm-access-token': 'null' } },
    { storage: { session: 'not json', user: '{"id":5}' } },
  ],
  accountId: fakePrivateMailService.accountId,
  secrets: fakePrivateMailService.secrets,
  answer: fakePrivateMailService.answer,
  mailIds: ['m12345', 'b3-20', 'm12001', 'i1001'],
  pageWithBrokenRecords: {
    feed: 'inbox',
    body: JSON.parse(privateMailFixture('inbox-with-broken-records.json')),
    goodIds: ['m3', 'm1'],
    brokenCount: 4,
  },
  problems: [
    { status: 200, expect: 'json', body: privateMailFixture('inbox-page-1.json'), is: undefined },
    { status: 200, expect: 'html', body: privateMailFixture('mail-m12345.html'), is: undefined },
    { status: 401, expect: 'json', body: privateMailFixture('error-access-token.json'), is: 'signed-out' },
    { status: 200, expect: 'json', body: privateMailFixture('error-access-token.json'), is: 'signed-out' },
    { status: 200, expect: 'html', body: privateMailFixture('error-authorization.json'), is: 'signed-out' },
    { status: 401, expect: 'html', body: privateMailFixture('error-mail.json'), is: 'not-found' },
    { status: 403, expect: 'json', body: privateMailFixture('error-value.json'), is: 'forbidden' },
    {
      status: 200,
      expect: 'json',
      body: privateMailFixture('error-internal.json'),
      is: 'server-unavailable',
    },
    { status: 426, expect: 'json', body: privateMailFixture('error-terms.json'), is: 'client-too-old' },
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
});

describe('the list of sources', () => {
  it('has each id once', () => {
    expect(new Set(sources.map(({ service }) => service.id)).size).toBe(sources.length);
  });

  it('finds a source by its id, and nothing for names every object has', () => {
    expect(findSource('izone')).toBe(izone);
    expect(findSource('constructor')).toBeUndefined();
  });

  it('shows IZ*ONE as closed, with the hosts of its three parts', () => {
    expect(izone).toMatchObject({
      service: { id: 'izone', name: 'IZ*ONE Private Mail', closedIn: 2021 },
      webClientUrl: 'https://app-web.izone-mail.com/',
      defaultPace: 'normal',
      hosts: [
        'https://app-api.izone-mail.com/*',
        'https://app-web.izone-mail.com/*',
        'https://img.izone-mail.com/*',
      ],
    });
  });
});
