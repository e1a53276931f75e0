import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { leftOut, reviewLeftOut, type LeftOut, type Outcome } from './left-out.ts';

const list: LeftOut[] = [
  { file: 'tests/a.test.ts', test: 'a long one', unless: ['many'] },
  { file: 'tests/a.test.ts', test: 'a long one on a small disk', unless: ['many', 'small disk'] },
  { file: 'tests/b.test.ts', test: 'the first picture', unless: ['same letters'] },
  { file: 'tests/b.test.ts', test: 'the second picture', unless: ['same letters'] },
];

const outcomes = (states: Partial<Record<string, Outcome['state']>> = {}): Outcome[] => [
  { file: 'tests/a.test.ts', test: 'an ordinary one', state: states['an ordinary one'] ?? 'passed' },
  ...list.map(({ file, test }) => ({ file, test, state: states[test] ?? ('passed' as const) })),
];

const inNpmTest = { 'a long one': 'left out', 'a long one on a small disk': 'left out' } as const;
const bothPictures = { 'the first picture': 'left out', 'the second picture': 'left out' } as const;
const review = (states: Parameters<typeof outcomes>[0], met: Parameters<typeof reviewLeftOut>[1]) =>
  reviewLeftOut(outcomes(states), met, list);

describe('the tests that are left out', () => {
  it('are said with the reason', () => {
    expect(review({ ...inNpmTest, ...bothPictures }, { many: false })).toEqual({
      lines: [
        'Left out, because they take minutes and npm run test:faults has them:',
        '  tests/a.test.ts: a long one',
        '  tests/a.test.ts: a long one on a small disk',
        'Left out, because the pictures were taken with another browser or other fonts:',
        '  tests/b.test.ts: the first picture',
        '  tests/b.test.ts: the second picture',
      ],
      complaints: [],
    });
  });

  it('are none where everything can be done', () => {
    expect(review({}, { many: true, 'small disk': true })).toEqual({ lines: [], complaints: [] });
  });

  it.each<{
    what: string;
    states: Parameters<typeof outcomes>[0];
    met: Parameters<typeof reviewLeftOut>[1];
    complaint: string;
  }>([
    {
      what: 'one is not on the list',
      states: { ...inNpmTest, 'an ordinary one': 'left out' },
      met: { many: false },
      complaint: 'tests/a.test.ts: an ordinary one was left out, and no reason is known.',
    },
    {
      what: 'one of the list is done where it should not be',
      states: { 'a long one on a small disk': 'left out' },
      met: { many: false },
      complaint: 'tests/a.test.ts: a long one was expected to be left out.',
    },
    {
      what: 'one of the list is left out where it should be done',
      states: { 'a long one': 'left out' },
      met: { many: true, 'small disk': false },
      complaint: 'tests/a.test.ts: a long one was left out, and no reason is known.',
    },
    {
      what: 'a small disk could have been had',
      states: { 'a long one on a small disk': 'left out' },
      met: { many: true, 'small disk': true },
      complaint: 'tests/a.test.ts: a long one on a small disk was left out, and no reason is known.',
    },
    {
      what: 'only some of those with one reason are left out',
      states: { ...inNpmTest, 'the first picture': 'left out' },
      met: { many: false },
      complaint:
        'Only some were left out, because the pictures were taken with another browser or other fonts.',
    },
  ])('make the run fail where $what', ({ states, met, complaint }) => {
    expect(review(states, met).complaints).toContain(complaint);
  });

  it('make the run fail where the list names a test that does not exist', () => {
    const stale = outcomes(inNpmTest).filter(({ test }) => test !== 'the second picture');
    expect(reviewLeftOut(stale, { many: false }, list).complaints).toEqual([
      'tests/b.test.ts: the second picture is on the list of what may be left out, and there is no such test.',
    ]);
  });

  it('may be of files that a run does not touch', () => {
    const ofOneFile = outcomes(inNpmTest).filter(({ file }) => file === 'tests/a.test.ts');
    expect(reviewLeftOut(ofOneFile, { many: false }, list).complaints).toEqual([]);
  });

  it('are in files that exist', () => {
    expect(leftOut.map(({ file }) => file).filter((file) => !existsSync(file))).toEqual([]);
  });
});
