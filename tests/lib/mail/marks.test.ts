import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeMark, joinMarks, noMarks, tagNameKey } from '../../../lib/mail/marks.ts';
import type { MailMark, MarkChange, Marks } from '../../../lib/mail/marks.ts';

const key = { service: 'letters', account: 'a1', id: 'm1' };
const aMark = (change: Partial<MailMark> = {}): MailMark => ({ ...key, tags: [], note: '', ...change });
const someMarks = (change: Partial<Marks>): Marks => ({ ...noMarks, ...change });

const changes: fc.Arbitrary<MarkChange> = fc.record(
  {
    isStarred: fc.option(fc.boolean()),
    isUnread: fc.option(fc.boolean()),
    addTags: fc.array(fc.constantFrom('t1', 't2', 't3')),
    removeTags: fc.array(fc.constantFrom('t1', 't2', 't3')),
    note: fc.constantFrom('', 'rain', 'umbrella'),
  },
  { requiredKeys: [] },
);

describe('a mark', () => {
  it('keeps what a change does not name', () => {
    const before = aMark({ isStarred: true, tags: ['t1'], note: 'rain' });
    expect(changeMark(key, before, { isUnread: false, addTags: ['t2'] })).toEqual(
      aMark({ isStarred: true, isUnread: false, tags: ['t1', 't2'], note: 'rain' }),
    );
  });

  it('is dropped when it is empty', () => {
    const before = aMark({ isStarred: true, tags: ['t1'] });
    expect(changeMark(key, before, { isStarred: null, removeTags: ['t1'] })).toBeUndefined();
  });

  it('can remove the star of the service', () => {
    expect(changeMark(key, undefined, { isStarred: false })).toEqual(aMark({ isStarred: false }));
  });

  it('is the same when a change is made twice, and names no tag twice', () => {
    fc.assert(
      fc.property(fc.array(changes), changes, (earlier, change) => {
        const before = earlier.reduce<MailMark | undefined>(
          (mark, each) => changeMark(key, mark, each),
          undefined,
        );
        const once = changeMark(key, before, change);
        expect(changeMark(key, once, change)).toEqual(once);
        expect(new Set(once?.tags).size).toBe(once?.tags.length ?? 0);
      }),
    );
  });
});

describe('imported marks', () => {
  const mine = someMarks({
    tags: [{ id: 't1', name: 'Winter', color: 'blue' }],
    mails: [aMark({ isStarred: false, tags: ['t1'], note: 'here' })],
  });
  const theirs = someMarks({
    tags: [
      { id: 't8', name: ' ｗｉｎｔｅｒ ', color: 'rose' },
      { id: 't9', name: '여름', color: 'amber' },
    ],
    mails: [aMark({ isStarred: true, isUnread: true, tags: ['t8', 't9'], note: 'there' })],
  });

  it('join tags of one name, and leave what was decided here', () => {
    expect(joinMarks(mine, theirs)).toEqual({
      putTags: [{ id: 't9', name: '여름', color: 'amber' }],
      putMails: [aMark({ isStarred: false, isUnread: true, tags: ['t1', 't9'], note: 'here\nthere' })],
      putSearches: [],
    });
  });

  it('add nothing the second time', () => {
    const { putTags, putMails } = joinMarks(mine, theirs);
    const joined = someMarks({ tags: [...mine.tags, ...putTags], mails: [...putMails] });
    expect(joinMarks(joined, theirs)).toEqual({
      putTags: [],
      putMails: [],
      putSearches: [],
    });
  });
});

describe('names of tags', () => {
  it('are the same in another case, width and spacing', () => {
    expect(tagNameKey('  ＷＩＮＴＥＲ   days ')).toBe('winter days');
  });
});
