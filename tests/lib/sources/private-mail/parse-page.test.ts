import { describe, expect, it } from 'vitest';
import { parsePage } from '../../../../lib/sources/private-mail/parse-page.ts';
import { privateMailFixture } from '../../../support/fake-private-mail-service.ts';

const terms = { secrets: [], utcOffsetMinutes: 540 };

/** A record of the list; only what matters is given. */
function aRecord(given: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'm1',
    member: { id: 1, name: 'Member A', image_url: '' },
    subject: 'Hello',
    content: 'First line',
    receive_time: '21:03',
    receive_datetime: '2020-01-02 21:03:04',
    is_unread: false,
    is_star: false,
    is_image: false,
    ...given,
  };
}

function pageOf(...mails: unknown[]): { mails: unknown[]; has_next_page: boolean } {
  return { mails, has_next_page: false };
}

function versionOf(record: Record<string, unknown>): string | undefined {
  return parsePage(pageOf(record), terms).refs[0]?.version;
}

describe('a page of the inbox', () => {
  it('names its mails in their order, and that another page follows', () => {
    const page = parsePage(JSON.parse(privateMailFixture('inbox-page-1.json')), terms);
    expect(page.refs.map(({ id }) => id)).toEqual(['m12345', 'b3-20', 'm12001']);
    expect(page.refs.map(({ isStarred, isUnread }) => [isStarred, isUnread])).toEqual([
      [false, true],
      [true, false],
      [false, false],
    ]);
    expect(page.isLast).toBe(false);
  });

  it('past the end is empty and last', () => {
    const page = parsePage(JSON.parse(privateMailFixture('inbox-past-end.json')), terms);
    expect(page).toEqual({ refs: [], mails: [], broken: [], senders: [], isLast: true });
  });

  it('names its senders, each once, and none that has no name', () => {
    const by = (id: string, member: object) => aRecord({ id, member });
    const page = parsePage(
      pageOf(by('m1', { id: 1, name: '별하' }), by('m2', { id: 2 }), by('m3', { id: 1, name: '별하' })),
      terms,
    );
    expect(page.senders).toEqual([{ id: '1', name: '별하' }]);
  });

  it('joins no senders who have no number', () => {
    const page = parsePage(
      pageOf(
        aRecord({ id: 'i1', member: { name: 'Team' } }),
        aRecord({ id: 'i2', member: { name: 'Shop' } }),
      ),
      terms,
    );
    expect(page.senders).toEqual([]);
  });

  it('is last when it is empty, whatever it says', () => {
    expect(parsePage({ mails: [], has_next_page: true }, terms).isLast).toBe(true);
  });

  it('is not last when it does not say so', () => {
    expect(parsePage({ mails: [aRecord()] }, terms).isLast).toBe(false);
  });

  it('names a mail once that stands on it twice', () => {
    expect(parsePage(pageOf(aRecord(), aRecord()), terms).refs).toHaveLength(1);
  });

  it.each([
    ['error-access-token.json', 'signed-out'],
    ['error-mail.json', 'not-found'],
    ['error-value.json', 'forbidden'],
    ['error-internal.json', 'server-unavailable'],
    ['error-terms.json', 'client-too-old'],
  ])('that is %s fails as %s', (file, code) => {
    expect(() => parsePage(JSON.parse(privateMailFixture(file)), terms)).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it.each([null, 5, 'page', [], {}, { mails: {} }])('that is %j fails as of the wrong type', (body) => {
    expect(() => parsePage(body, terms)).toThrow(expect.objectContaining({ code: 'wrong-type' }));
  });
});

describe('a record that cannot be understood', () => {
  it('is set aside with its field, and its id where it has a safe one', () => {
    const { broken } = parsePage(JSON.parse(privateMailFixture('inbox-with-broken-records.json')), terms);
    expect(broken.map(({ id, field }) => [id, field])).toEqual([
      ['m2', 'receive_datetime'],
      [undefined, 'record'],
      [undefined, 'record'],
      [undefined, 'id'],
    ]);
  });

  it.each([
    ['id', '..'],
    ['id', '__proto__'],
    ['id', 'a/b'],
    ['id', ''],
    ['id', 'm'.repeat(65)],
    ['id', { toString: 'm1' }],
    ['subject', '가'.repeat(22 * 1024)],
    ['subject', { html: '' }],
    ['content', 'x'.repeat(4 * 1024 * 1024 + 1)],
    ['member', 'Member A'],
    ['receive_datetime', '2020-02-31 00:00:00'],
  ])('because of its %s', (field, value) => {
    const page = parsePage(pageOf(aRecord({ [field]: value }), aRecord({ id: 'good' })), terms);
    expect(page.broken.map((record) => record.field)).toEqual([field]);
    expect(page.broken[0]!.raw.length).toBeLessThanOrEqual(16 * 1024);
    expect(page.refs.map(({ id }) => id)).toEqual(['good']);
  });

  it('because it is nested absurdly deep', () => {
    const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    expect(parsePage(pageOf(aRecord({ deep })), terms).broken).toEqual([
      { id: 'm1', field: 'record', raw: '' },
    ]);
  });

  it('is not one that only lacks decoration, or has more than we know', () => {
    const bare = { id: 'm1', receive_datetime: '2020-01-02 21:03:04', is_star: 'maybe', brand_new: [1] };
    expect(parsePage(pageOf(bare), terms)).toMatchObject({
      refs: [{ id: 'm1', isStarred: false }],
      broken: [],
    });
  });

  it('is not one with a key that reaches for the prototype', () => {
    const record: unknown = JSON.parse(
      JSON.stringify(aRecord()).replace('{', '{"__proto__":{"polluted":true},"constructor":1,'),
    );
    const page = parsePage(pageOf(record), terms);
    expect(page.broken).toEqual([]);
    expect(page.refs[0]!.raw).toContain('"__proto__":{"polluted":true}');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('the version of a mail', () => {
  it.each([
    { subject: 'Changed' },
    { subject_th: 'Changed' },
    { content: 'Changed' },
    { receive_datetime: '2020-01-02 21:03:05' },
    { is_image: true },
    { member: { id: 2, name: 'Member A' } },
  ])('changes with %j', (change) => {
    expect(versionOf(aRecord(change))).not.toBe(versionOf(aRecord()));
  });

  it.each([
    { is_star: true },
    { is_unread: true },
    { receive_time: '2020/01/02 21:03' },
    { member: { id: 1, name: 'My star', image_url: 'https://img.izone-mail.com/new.jpg' } },
    { detail_url: 'https://app-web.izone-mail.com/mail/m1?lang=ko' },
  ])('stays with %j', (change) => {
    expect(versionOf(aRecord(change))).toBe(versionOf(aRecord()));
  });

  it('does not depend on the order of the fields', () => {
    const turned = Object.fromEntries(Object.entries(aRecord()).reverse());
    expect(versionOf(turned)).toBe(versionOf(aRecord()));
  });
});

describe('what is kept raw', () => {
  it('is the whole record without secrets', () => {
    const record = {
      ...aRecord({
        subject: 'for canary-secret',
        detail_url: 'https://app-web.izone-mail.com/mail/m1?t=1#x',
      }),
      access_token: 'canary-secret',
      unknown: { password: 'x', kept: ['canary-secret!'] },
    };
    expect(
      JSON.parse(parsePage(pageOf(record), { ...terms, secrets: ['canary-secret'] }).refs[0]!.raw),
    ).toEqual({
      ...aRecord({ subject: 'for [removed]', detail_url: 'https://app-web.izone-mail.com/mail/m1' }),
      unknown: { kept: ['[removed]!'] },
    });
  });

  it('keeps the query of an address that a person wrote', () => {
    const { raw } = parsePage(pageOf(aRecord({ subject: 'https://video.example/watch?v=1' })), terms)
      .refs[0]!;
    expect(raw).toContain('https://video.example/watch?v=1');
  });
});
