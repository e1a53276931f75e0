import { describe, expect, it } from 'vitest';
import { mailKeyText } from '../../../../lib/mail/mail.ts';
import type { MailKey, MailRow } from '../../../../lib/mail/mail.ts';
import type { MailMark } from '../../../../lib/mail/marks.ts';
import { compileFilter, filterRows } from '../../../../lib/mail/search/filter.ts';
import type { MailFilter } from '../../../../lib/mail/search/filter.ts';
import { parseQuery } from '../../../../lib/mail/search/query.ts';

const aRow = (id: string, change: Partial<MailRow> = {}): MailRow => ({
  service: 'letters',
  account: 'a1',
  id,
  kind: 'mail',
  from: { id: '1', name: 'Sky' },
  subject: '',
  preview: '',
  receivedAt: '2020-05-01T00:00:00Z',
  pictureCount: 0,
  isStarred: false,
  isUnread: false,
  isWithdrawn: false,
  ...change,
});
const rows = [
  aRow('m1', { isStarred: true, pictureCount: 2 }),
  aRow('m2', { account: 'b2', from: { id: '2', name: 'Sea' }, isUnread: true, videoCount: 1 }),
  aRow('m3', { service: 'talks', kind: 'voice', receivedAt: '2019-12-31T23:00:00Z', isWithdrawn: true }),
];
const winter = { id: 't1', name: 'Winter Days', color: 'blue' } as const;
const marks: Record<string, MailMark> = {
  'letters/a1/m1': { service: 'letters', account: 'a1', id: 'm1', tags: ['t1'], note: '' },
  'letters/b2/m2': { service: 'letters', account: 'b2', id: 'm2', tags: [], note: 'rain' },
};

function found(filter: MailFilter, query = '', withWords?: string[]): string[] {
  const facts = {
    tags: [winter],
    markOf: (mail: MailKey) => marks[mailKeyText(mail)],
    dayOf: (iso: string) => iso.slice(0, 10),
  };
  const test = compileFilter(filter, parseQuery(query), facts);
  const keys = rows.map(mailKeyText);
  const hasWords = withWords && ((at: number) => withWords.includes(keys[at] ?? ''));
  return filterRows(rows, test, hasWords).map(({ id }) => id);
}

describe('filters', () => {
  it('let everything pass when there are none', () => {
    expect(found({})).toEqual(['m1', 'm2', 'm3']);
  });

  it('narrow by one condition', () => {
    expect(found({ service: 'letters' })).toEqual(['m1', 'm2']);
    expect(found({ service: 'letters', senderId: '2' })).toEqual(['m2']);
    expect(found({ kind: 'voice' })).toEqual(['m3']);
    expect(found({ range: { from: '2020' } })).toEqual(['m1', 'm2']);
    expect(found({ hasPictures: true })).toEqual(['m1']);
    expect(found({ isStarred: true })).toEqual(['m1']);
    expect(found({ isUnread: true })).toEqual(['m2']);
    expect(found({ tag: 't1' })).toEqual(['m1']);
  });

  it('combine with each other and with words', () => {
    expect(found({ service: 'letters', account: 'a1', isUnread: true })).toEqual([]);
    expect(found({ service: 'letters' }, '', ['letters/b2/m2', 'talks/a1/m3'])).toEqual(['m2']);
  });
});

describe('conditions in a query', () => {
  it('look at what is in a mail', () => {
    expect([found({}, 'has:picture'), found({}, 'has:video'), found({}, 'has:voice')]).toEqual([
      ['m1'],
      ['m2'],
      ['m3'],
    ]);
  });

  it('look at its state', () => {
    expect([
      found({}, 'is:starred'),
      found({}, 'is:unread'),
      found({}, 'is:withdrawn'),
      found({}, 'is:noted'),
    ]).toEqual([['m1'], ['m2'], ['m3'], ['m2']]);
    expect(found({}, 'is:read')).toEqual(['m1', 'm3']);
  });

  it('look at its day and its tags', () => {
    expect([found({}, 'date:2019'), found({}, 'tag:winter'), found({}, 'tag:summer')]).toEqual([
      ['m3'],
      ['m1'],
      [],
    ]);
  });

  it('may be negated', () => {
    expect(found({}, '-is:starred -date:2019')).toEqual(['m2']);
  });
});
