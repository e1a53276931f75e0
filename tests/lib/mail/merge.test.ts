import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KnownMail } from '../../../lib/mail/known-mail.ts';
import { mergeMail, type MergeFacts } from '../../../lib/mail/merge.ts';
import { aBackedUp, aLive, anImported, anOrigin, anyBackedUp } from '../../support/known-mails.ts';

const facts: MergeFacts = { isListedHere: false, now: '2026-06-01T00:00:00Z' };
const live = { kind: 'live' } as const;
const [x, y] = [anOrigin('x', 1), anOrigin('y', 2)];
const wordsOf = ({ content, versions }: KnownMail) => [
  content.text,
  ...versions.map((version) => version.content.text),
];

describe('Merging a mail', () => {
  it('takes an answer as it is, and a backup with its origin', () => {
    const answer = aLive({ text: 'first' });
    expect(mergeMail(undefined, answer, live, facts)).toEqual({ outcome: 'new', mail: answer });
    expect(mergeMail(undefined, aBackedUp({ text: 'first' }), x, facts)).toEqual({
      outcome: 'new',
      mail: { ...answer, origin: x },
    });
  });

  it('gives an import the same words with the same origin in every version', () => {
    const { mail } = mergeMail(undefined, aBackedUp({ text: 'b' }, [[2025, { text: 'a' }]]), x, facts);
    expect([mail, ...mail.versions].map(({ origin }) => origin)).toEqual([x, x]);
  });

  it('returns what is stored when an import has nothing to add', () => {
    const stored = aLive({ text: 'first', html: '<p>first</p>' });
    for (const words of [{ text: 'first', html: '<p>first</p>' }, { text: ' first\n' }, {}])
      expect(mergeMail(stored, aBackedUp(words), x, facts).mail).toBe(stored);
  });

  it('returns what is stored when the same backup comes again, even later', () => {
    fc.assert(
      fc.property(anyBackedUp, anyBackedUp, (one, other) => {
        const first = mergeMail(undefined, one, x, facts).mail;
        const both = mergeMail(first, other, y, facts).mail;
        const later = { ...facts, now: '2027-01-01T00:00:00Z' };
        expect(mergeMail(both, one, anOrigin('x', 9), later).mail).toBe(both);
        expect(mergeMail(both, other, anOrigin('z', 9), later).mail).toBe(both);
      }),
      { numRuns: 500 },
    );
  });

  it('learns nothing but the origin from an answer with the words of an import', () => {
    const words = { text: 'first', html: '<p>first</p>' };
    const { outcome, mail } = mergeMail(anImported(words, x), aLive(words), live, facts);
    expect([outcome, mail]).toEqual(['same', aLive(words)]);
  });

  it.each<
    [
      what: string,
      stored: KnownMail,
      incoming: KnownMail,
      origin: typeof live | typeof x,
      outcome: string,
      words: string[],
    ]
  >([
    [
      'an answer over an import',
      anImported({ text: 'a' }, x),
      aLive({ text: 'b' }),
      live,
      'newer',
      ['b', 'a'],
    ],
    ['an answer over an answer', aLive({ text: 'a' }), aLive({ text: 'b' }), live, 'newer', ['b', 'a']],
    ['an import under an answer', aLive({ text: 'a' }), aBackedUp({ text: 'b' }), y, 'older', ['a', 'b']],
    [
      'an import that calls the answer older',
      aLive({ text: 'a' }),
      aBackedUp({ text: 'b' }, [[2025, { text: 'a' }]]),
      y,
      'older',
      ['a', 'b'],
    ],
    [
      'an import under an import',
      anImported({ text: 'a' }, x),
      aBackedUp({ text: 'b' }),
      y,
      'older',
      ['a', 'b'],
    ],
    [
      'an import that calls the other one older',
      anImported({ text: 'a' }, x),
      aBackedUp({ text: 'b' }, [[2025, { text: 'a' }]]),
      y,
      'newer',
      ['b', 'a'],
    ],
    [
      'an import that the other one calls older',
      anImported({ text: 'b' }, x, [[2025, { text: 'a' }]]),
      aBackedUp({ text: 'a' }),
      y,
      'older',
      ['b', 'a'],
    ],
    ['words over none', aLive({}), aBackedUp({ text: 'b' }), y, 'newer', ['b']],
    ['no words under some', anImported({ text: 'a' }, x), aLive({}), live, 'older', ['a']],
    [
      "words over those without the reader's name",
      anImported({ text: 'a' }, { ...x, isWithoutName: true }),
      aBackedUp({ text: 'b' }),
      y,
      'newer',
      ['b'],
    ],
    [
      "words without the reader's name under others",
      anImported({ text: 'a' }, x),
      aBackedUp({ text: 'b' }),
      { ...y, isWithoutName: true },
      'older',
      ['a'],
    ],
    ['the same words', aLive({ text: 'a' }), aBackedUp({ text: 'a' }), y, 'same', ['a']],
    [
      'the same words in other white space',
      aLive({ text: 'a' }),
      aBackedUp({ text: 'a ' }),
      y,
      'same',
      ['a'],
    ],
    [
      'an answer with other markup',
      anImported({ text: 'a' }, x),
      aLive({ text: 'a', html: '<p>a</p>' }),
      live,
      'newer',
      ['a'],
    ],
  ])('puts %s', (_what, stored, incoming, origin, outcome, words) => {
    const merged = mergeMail(stored, incoming, origin, facts);
    expect([merged.outcome, wordsOf(merged.mail)]).toEqual([outcome, words]);
  });

  it('keeps the words of a canceled mail, and says so until the service answers words again', () => {
    const words = aLive({ text: 'Hello', files: ['f'] });
    const canceled = mergeMail(words, aLive({}), live, facts).mail;
    expect([canceled.content, canceled.versions]).toEqual([words.content, []]);
    expect([canceled.row.isCanceled, canceled.isAnsweredEmpty]).toEqual([true, true]);
    expect(mergeMail(canceled, aBackedUp({ text: 'Hello', files: ['f'] }), x, facts).mail).toBe(canceled);
    expect(mergeMail(canceled, words, live, facts).mail).toEqual(words);
  });

  it('says of words from an import that the service has none any more', () => {
    const { mail } = mergeMail(aLive({}), aBackedUp({ text: 'Hello' }), x, facts);
    expect([mail.content.text, mail.row.isCanceled, mail.origin]).toEqual(['Hello', true, x]);
    expect(mergeMail(undefined, aBackedUp({}, [[2025, { text: 'Hello' }]]), x, facts).mail).toMatchObject({
      row: { isCanceled: true },
      content: { text: 'Hello' },
      versions: [],
    });
  });

  it('believes the listing here more than a withdrawal that a backup knows of', () => {
    const incoming = aBackedUp({ text: 'x', marks: { isWithdrawn: true } });
    const isWithdrawn = (stored: KnownMail | undefined, isListedHere: boolean) =>
      mergeMail(stored, incoming, x, { ...facts, isListedHere }).mail.row.isWithdrawn;
    expect([isWithdrawn(aLive({ text: 'x' }), false), isWithdrawn(aLive({ text: 'x' }), true)]).toEqual([
      true,
      false,
    ]);
    expect([isWithdrawn(undefined, false), isWithdrawn(undefined, true)]).toEqual([true, false]);
  });

  it('puts whole words in the place of damaged ones, which stay as a version', () => {
    const merge = (incoming: KnownMail, origin: typeof live | typeof x) =>
      mergeMail(aLive({ text: 'w?rds', files: ['f'] }), incoming, origin, { ...facts, isDamaged: true });
    const brought = merge(aBackedUp({ text: 'words', files: ['f'] }), x);
    expect([brought.outcome, wordsOf(brought.mail)]).toEqual(['newer', ['words', 'w?rds']]);
    expect(brought.mail.versions[0]?.isDamaged).toBe(true);
    expect(wordsOf(merge(aLive({ text: 'words' }), live).mail)).toEqual(['words', 'w?rds']);
    expect(wordsOf(merge(aLive({}), live).mail)).toEqual(['w?rds']);
    expect(wordsOf(merge(aBackedUp({ files: ['f'] }), x).mail)).toEqual(['w?rds']);
  });

  it('puts the same words whole in the place of a damaged record', () => {
    const damaged = aLive({ text: 'words' });
    const whole = aBackedUp({ text: 'words' });
    whole.content.raw = '{"id":"m1"}';
    const { outcome, mail } = mergeMail(damaged, whole, x, { ...facts, isDamaged: true });
    expect([outcome, mail.content.raw, mail.versions]).toEqual(['newer', '{"id":"m1"}', []]);
  });
});
