import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinMails } from '../../../lib/mail/join-mails.ts';
import type { KnownMail } from '../../../lib/mail/known-mail.ts';
import { exactKey, fullness, isWithin } from '../../../lib/mail/same-words.ts';
import { aLive, anImported, anOrigin, anyImported, anyLive } from '../../support/known-mails.ts';
import { cases } from '../../support/fault-numbers.ts';

const now = '2026-06-01T00:00:00Z';
const join = (a: KnownMail, b: KnownMail): KnownMail => joinMails(a, b, { now });
/** As a store comes to know the states: one after the other. */
const fold = ([first, ...rest]: KnownMail[]): KnownMail => {
  if (!first) throw new Error('A mail has a state at least.');
  return rest.reduce(join, joinMails(undefined, first, { now }));
};
/** Joins neighbours in an order of their own: each number is the place of the next pair. */
const joinBy = (states: KnownMail[], places: number[]): KnownMail => {
  const left = states.map((state) => fold([state]));
  for (let turn = 0; left.length > 1; turn += 1) {
    const at = (places[turn] ?? 0) % (left.length - 1);
    left.splice(
      at,
      2,
      ...left.slice(at, at + 2).reduce<KnownMail[]>((one, next) => [fold([...one, next])], []),
    );
  }
  return fold(left);
};
const isLive = ({ origin }: KnownMail) => origin === undefined;
const anyStates = fc.array(fc.oneof(anyLive, anyImported), { minLength: 1, maxLength: 6 });

/** The same states: lives in their order, imports in another one, and put between the lives anew. */
const anyOrder = anyStates.chain((states) => {
  const lives = states.filter(isLive);
  const imports = states.filter((state) => !isLive(state));
  const shuffled = fc.shuffledSubarray(imports, { minLength: imports.length });
  const isLiveNext = fc.array(fc.boolean(), { minLength: states.length, maxLength: states.length });
  return fc.tuple(shuffled, isLiveNext).map(([others, turns]) => {
    const [live, imported] = [[...lives], [...others]];
    const order = turns.map((turn) =>
      turn ? (live.shift() ?? imported.shift()) : (imported.shift() ?? live.shift()),
    );
    return { states, order: order.filter((state) => state !== undefined) };
  });
});

describe('Joining the states of a mail', () => {
  it('comes to the same in whatever order neighbours are joined', () => {
    fc.assert(
      fc.property(anyStates, fc.array(fc.nat(), { maxLength: 6 }), (states, places) => {
        expect(joinBy(states, places)).toEqual(fold(states));
      }),
      { numRuns: cases(2_000) },
    );
  });

  it('comes to the same in whatever order imports come in between the answers of the service', () => {
    fc.assert(
      fc.property(anyOrder, ({ states, order }) => {
        expect(fold(order)).toEqual(fold(states));
      }),
      { numRuns: cases(2_000) },
    );
  });

  it('changes nothing when what is known comes in again', () => {
    fc.assert(
      fc.property(anyStates, (states) => {
        const known = fold(states);
        expect(join(known, known)).toEqual(known);
        for (const state of states.filter((one) => !isLive(one))) expect(join(known, state)).toEqual(known);
        const latest = states.findLast(isLive);
        if (latest) expect(join(known, latest)).toEqual(known);
      }),
      { numRuns: cases(1_000) },
    );
  });

  it('shows the latest answer of the service that has words', () => {
    fc.assert(
      fc.property(anyStates, (states) => {
        const latest = states.findLast((state) => isLive(state) && fullness(state) > 0);
        if (latest) expect(exactKey(fold(states))).toBe(exactKey(latest));
      }),
      { numRuns: cases(1_000) },
    );
  });

  it('shows words where there are any, and says when the service took them back', () => {
    fc.assert(
      fc.property(anyStates, (states) => {
        const mail = fold(states);
        const all = states.flatMap((state) => [state, ...state.versions]);
        expect(fullness(mail)).toBe(Math.max(...all.map(fullness)));
        const latest = states.findLast(isLive);
        const isTakenBack = latest !== undefined && fullness(latest) === 0 && fullness(mail) > 0;
        expect(mail.isAnsweredEmpty).toBe(isTakenBack ? true : undefined);
        if (latest) expect(mail.row.isCanceled).toBe(isTakenBack ? true : undefined);
      }),
      { numRuns: cases(1_000) },
    );
  });

  it('keeps every answer, and of imports all that says more than another state', () => {
    fc.assert(
      fc.property(anyStates, (states) => {
        const mail = fold(states);
        const kept = [mail, ...mail.versions];
        for (const state of states.flatMap((one) => [one, ...one.versions])) {
          if (fullness(state) < fullness(mail)) continue;
          const isThere = kept.some((one) =>
            state.origin ? isWithin(state, one) : exactKey(one) === exactKey(state),
          );
          expect(isThere).toBe(true);
        }
      }),
      { numRuns: cases(1_000) },
    );
  });

  it('loses no file', () => {
    fc.assert(
      fc.property(anyStates, (states) => {
        const filesOf = (mails: KnownMail[]) =>
          new Set(
            mails
              .flatMap((mail) => [mail, ...mail.versions])
              .flatMap(({ content }) => content.assets.map(({ key }) => key)),
          );
        expect(filesOf([fold(states)])).toEqual(filesOf(states));
      }),
      { numRuns: 500 },
    );
  });

  it('takes a backup into an empty store as it is', () => {
    fc.assert(
      fc.property(anyImported, (state) => {
        const mail = fold([state]);
        expect(exactKey(mail)).toBe(exactKey(state));
        const states = state.versions.filter((version) => fullness(version) === fullness(mail)).map(exactKey);
        expect(mail.versions.map(exactKey).toSorted()).toEqual([...new Set(states)].toSorted());
      }),
      { numRuns: cases(500) },
    );
  });

  it('holds each state once, and versions in the order of their dates', () => {
    fc.assert(
      fc.property(anyStates, (states) => {
        const mail = fold(states);
        const keys = [mail, ...mail.versions].map(exactKey);
        expect(new Set(keys).size).toBe(keys.length);
        const dates = mail.versions.map(({ replacedAt }) => replacedAt);
        expect(dates).toEqual(dates.toSorted());
      }),
      { numRuns: cases(500) },
    );
  });
});

describe('Two states of a mail', () => {
  const body = { text: 'words', html: '<p>words</p>', files: ['f'] };
  const other = { text: 'other', html: '<p>other</p>', files: ['f'] };
  const [x, y] = [anOrigin('x', 1), anOrigin('y', 2)];
  const shown = ({ row, content, versions }: KnownMail) => ({
    subject: row.subject,
    text: content.text,
    html: content.htmlBody,
    files: content.assets.map(({ key }) => key).join(' '),
    versions: versions.map((version) => version.content.text),
  });
  const full = { subject: 'Subject', text: 'words', html: '<p>words</p>', files: 'f', versions: [] };

  it.each<[what: string, a: KnownMail, b: KnownMail, expected: Partial<ReturnType<typeof shown>>]>([
    ['live after live, other words', aLive(other), aLive(body), { ...full, versions: ['other'] }],
    [
      'live after an import, other words',
      anImported(other, x),
      aLive(body),
      { ...full, versions: ['other'] },
    ],
    [
      'an import after live, other words',
      aLive(body),
      anImported(other, x),
      { ...full, versions: ['other'] },
    ],
    [
      'an import that knows the live words as older',
      aLive(body),
      anImported(other, x, [[2025, body]]),
      { ...full, versions: ['other'] },
    ],
    [
      'an import after an import, other words',
      anImported(body, x),
      anImported(other, y),
      { ...full, versions: ['other'] },
    ],
    [
      'an import that the later one knows as older',
      anImported(other, x),
      anImported(body, y, [[2025, other]]),
      { ...full, versions: ['other'] },
    ],
    ['live without words after words', aLive(body), aLive({}), full],
    ['words after live without words', aLive({}), anImported(body, x), full],
    ['live without words, and without the subject', aLive(body), aLive({ subject: '' }), full],
    ['live without words, under another subject', aLive(body), aLive({ subject: 'Deleted' }), full],
    [
      'live without the subject',
      anImported(body, x),
      aLive({ ...body, subject: '' }),
      { ...full, subject: '', versions: ['words'] },
    ],
    ['an import without the subject', aLive(body), anImported({ ...body, subject: '' }, x), full],
    ['an import without markup', aLive(body), anImported({ text: 'words', files: ['f'] }, x), full],
    [
      'markup after an import without it',
      anImported({ text: 'words', files: ['f'] }, x),
      anImported(body, y),
      full,
    ],
    ['an import without the files', aLive(body), anImported({ text: 'words' }, x), full],
    ['an import with nothing but the files', aLive(body), anImported({ files: ['f'] }, x), full],
    [
      'an import with more files',
      aLive(body),
      anImported({ ...body, files: ['f', 'g'] }, x),
      { ...full, versions: ['words'] },
    ],
    ['only pictures, live', aLive({}), aLive({ files: ['f'] }), { text: '', files: 'f', versions: [] }],
    [
      'live with other pictures only',
      aLive({ files: ['f'] }),
      aLive({ files: ['g'] }),
      { files: 'g', versions: [''] },
    ],
    [
      'equal words in different markup, live',
      aLive(body),
      aLive({ ...body, html: '<b>words</b>' }),
      { ...full, html: '<b>words</b>', versions: ['words'] },
    ],
    [
      'equal words in different markup, an import',
      aLive(body),
      anImported({ ...body, html: '<b>words</b>' }, x),
      full,
    ],
    [
      'equal words in different markup, two imports',
      anImported(body, x),
      anImported({ ...body, html: '<b>words</b>' }, y),
      full,
    ],
    [
      'equal words in different white space, an import',
      aLive(body),
      anImported({ ...body, text: ' words\r\n' }, x),
      full,
    ],
    [
      "words without the reader's name",
      anImported(body, x),
      anImported(other, { ...y, isWithoutName: true }),
      full,
    ],
    [
      "words after those without the reader's name",
      anImported(other, { ...x, isWithoutName: true }),
      aLive(body),
      full,
    ],
    [
      'an import whose last state is empty',
      anImported(other, x),
      anImported({}, y, [
        [2024, other],
        [2025, body],
      ]),
      { ...full, versions: ['other'] },
    ],
  ])('%s', (_what, a, b, expected) => {
    expect(shown(join(a, b))).toMatchObject(expected);
  });

  it('take turns: what is shown again is no version', () => {
    const mail = fold([aLive(body), aLive(other), aLive(body)]);
    expect(shown(mail)).toEqual({ ...full, versions: ['other'] });
  });

  it('of two imports remember the one that came first', () => {
    expect(fold([anImported(body, y), anImported(body, x)]).origin).toEqual(x);
    expect(fold([anImported(body, x), aLive(body)])).not.toHaveProperty('origin');
    expect(fold([aLive(body), anImported(body, x)])).not.toHaveProperty('origin');
  });

  it('keep the earliest date of a version, whichever comes first', () => {
    const early = anImported(body, x, [[2021, other]]);
    const late = anImported(body, y, [[2024, other]]);
    for (const mail of [fold([early, late]), fold([late, early])])
      expect(mail.versions.map(({ replacedAt }) => replacedAt)).toEqual(['2021-01-01T00:00:00Z']);
  });

  it('are both older where each import knows the other, and a third one is shown', () => {
    const both = [anImported(body, x, [[2021, other]]), anImported(other, y, [[2022, body]])];
    expect(fold(both).content.text).toBe('words');
    expect(fold([...both, anImported({ text: 'third' }, anOrigin('z', 3))]).content.text).toBe('third');
  });

  it('bear the marks that the service answered last, else those of all imports', () => {
    const marks = (mail: KnownMail) => [mail.row.isStarred, mail.row.isUnread];
    const starred = anImported({ ...body, marks: { isStarred: true, isUnread: true } }, x);
    expect(marks(fold([starred, anImported(body, y)]))).toEqual([true, false]);
    expect(marks(fold([starred, aLive(body)]))).toEqual([false, false]);
    expect(marks(fold([aLive(body), starred]))).toEqual([false, false]);
    expect(marks(fold([starred, aLive({})]))).toEqual([false, false]);
  });
});

describe('A damaged state', () => {
  const damage = (stored: KnownMail, incoming: KnownMail) =>
    joinMails(stored, incoming, { now, isDamaged: true });
  const garbled = aLive({ text: 'w?rds' });
  const brought = anImported({ text: 'words' }, anOrigin('x', 1));

  it('gives way to an import, stays as a version, and is not shown again', () => {
    const mail = damage(garbled, brought);
    expect(mail.content.text).toBe('words');
    expect(mail.versions).toMatchObject([{ content: { text: 'w?rds' }, replacedAt: now, isDamaged: true }]);
    expect(join(mail, brought)).toEqual(mail);
    expect(join(mail, anImported({ text: 'more' }, anOrigin('y', 2))).content.text).toBe('words');
    expect(join(mail, aLive({ text: 'words' })).content.text).toBe('words');
  });

  it('is no version where its own words come in whole', () => {
    expect(damage(aLive({ text: 'words' }), aLive({ text: 'words' }))).toEqual(aLive({ text: 'words' }));
  });

  it('gives way to the newest answer before it where an import has nothing else', () => {
    const stored = [aLive({ text: 'b' }), garbled].reduce(
      (mail, next, at) => joinMails(mail, next, { now: `2025-0${at + 1}-01T00:00:00Z` }),
      aLive({ text: 'a' }),
    );
    const mail = damage(stored, anImported({ text: 'a' }, anOrigin('x', 1)));
    expect([mail.content.text, mail.versions.length]).toEqual(['b', 2]);
    expect(join(mail, mail)).toEqual(mail);
  });
});
