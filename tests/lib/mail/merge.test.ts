import { describe, expect, it } from 'vitest';
import type { MailContent, MailRow } from '../../../lib/mail/mail.ts';
import { mergeMail, type KnownMail } from '../../../lib/mail/merge.ts';

const key = { service: 'izone', account: 'a1b2c3', id: 'm1' };
const facts = { isListedHere: false, now: '2026-01-01T00:00:00Z' };

function aKnownMail(
  text: string,
  change: { row?: Partial<MailRow>; content?: Partial<MailContent>; versions?: KnownMail['versions'] } = {},
): KnownMail {
  return {
    row: {
      ...key,
      kind: 'mail',
      from: { id: '7', name: 'Minjoo' },
      subject: 'Subject',
      preview: text.slice(0, 10),
      receivedAt: '2020-01-02T12:03:04Z',
      pictureCount: 0,
      isStarred: false,
      isUnread: false,
      isWithdrawn: false,
      ...change.row,
    },
    content: { ...key, text, raw: '{}', assets: [], ...change.content },
    versions: change.versions ?? [],
  };
}
const before = (mail: KnownMail, replacedAt: string) => ({
  replacedAt,
  row: mail.row,
  content: mail.content,
});

describe('Merging a mail', () => {
  it('takes what is new as it is', () => {
    const incoming = aKnownMail('first');
    expect(mergeMail(undefined, incoming, facts)).toEqual({ outcome: 'new', mail: incoming });
  });

  it('learns nothing from the same words', () => {
    const stored = aKnownMail('first');
    expect(mergeMail(stored, aKnownMail('first'), facts)).toEqual({ outcome: 'same', mail: stored });
  });

  it('keeps the stored words as the newer ones when it remembers the incoming', () => {
    const stored = aKnownMail('second', { versions: [before(aKnownMail('first'), '2025-01-01T00:00:00Z')] });
    expect(mergeMail(stored, aKnownMail('first'), facts)).toEqual({ outcome: 'older', mail: stored });
  });

  it('takes the incoming words as the newer ones when they remember the stored', () => {
    const versions = [before(aKnownMail('first'), '2025-01-01T00:00:00Z')];
    const incoming = aKnownMail('second', { versions });
    const { outcome, mail } = mergeMail(aKnownMail('first'), incoming, facts);
    expect([outcome, mail.content.text]).toEqual(['newer', 'second']);
    expect(mail.versions).toEqual(versions);
  });

  it('keeps both when neither knows the other, and says so once', () => {
    const first = mergeMail(aKnownMail('here'), aKnownMail('there'), facts);
    expect([first.outcome, first.mail.content.text]).toEqual(['older', 'here']);
    expect(first.mail.versions.map(({ content, replacedAt }) => [content.text, replacedAt])).toEqual([
      ['there', '2026-01-01T00:00:00Z'],
    ]);
    const again = mergeMail(first.mail, aKnownMail('there'), { ...facts, now: '2027-01-01T00:00:00Z' });
    expect(again.mail).toEqual(first.mail);
  });

  it('never lets an empty mail replace a full one, nor the other way round', () => {
    expect(mergeMail(aKnownMail('words'), aKnownMail(''), facts)).toMatchObject({
      outcome: 'older',
      mail: { content: { text: 'words' }, versions: [] },
    });
    expect(mergeMail(aKnownMail(' '), aKnownMail('words'), facts)).toMatchObject({
      outcome: 'newer',
      mail: { content: { text: 'words' } },
    });
  });

  it('joins earlier versions in their order', () => {
    const a = before(aKnownMail('a'), '2021-01-01T00:00:00Z');
    const b = before(aKnownMail('b'), '2022-01-01T00:00:00Z');
    const c = before(aKnownMail('c'), '2023-01-01T00:00:00Z');
    const stored = aKnownMail('now', { versions: [a, c] });
    expect(mergeMail(stored, aKnownMail('now', { versions: [a, b] }), facts).mail.versions).toEqual([
      a,
      b,
      c,
    ]);
  });

  it('keeps every star, and a mail that was read anywhere read', () => {
    const stored = aKnownMail('x', { row: { isStarred: true, isUnread: true } });
    const { mail } = mergeMail(
      stored,
      aKnownMail('x', { row: { isStarred: false, isUnread: false } }),
      facts,
    );
    expect([mail.row.isStarred, mail.row.isUnread]).toEqual([true, false]);
  });

  it('believes the listing here more than a withdrawal told elsewhere', () => {
    const incoming = aKnownMail('x', { row: { isWithdrawn: true } });
    const isWithdrawn = (isListedHere: boolean) =>
      mergeMail(aKnownMail('x'), incoming, { ...facts, isListedHere }).mail.row.isWithdrawn;
    expect([isWithdrawn(false), isWithdrawn(true)]).toEqual([true, false]);
  });
});
