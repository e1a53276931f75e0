import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MailStore } from '../../../../../lib/browser/mail-store/doors/open-mail-store.ts';
import type { MailMark, MarksEdit } from '../../../../../lib/mail/marks.ts';
import { noMarks } from '../../../../../lib/mail/marks.ts';
import type { NameChoice } from '../../../../../lib/mail/name-choice.ts';
import { aMail, owner } from '../../../../support/store-builders.ts';
import { freshDatabases, openStore } from '../open-store.ts';

const yena = { id: '8', name: 'Yena' };
const winter = { id: 't1', name: 'Winter', color: 'blue' } as const;
const summer = { id: 't2', name: 'Summer', color: 'amber' } as const;
const aMark = (id: string, change: Partial<MailMark> = {}): MailMark => ({
  ...owner,
  id,
  tags: [],
  note: '',
  ...change,
});

beforeEach(freshDatabases);

describe('marks', () => {
  let store: MailStore;
  beforeEach(async () => {
    store = await openStore();
    await store.backup.putMails(owner, [aMail({ id: 'm1' }), aMail({ id: 'm2', from: yena })]);
  });
  afterEach(() => store.close());
  const edit = (wanted: MarksEdit): Promise<void> =>
    store.library.marks.edit?.(wanted) ?? Promise.reject(new Error('no marks'));
  const keys = [
    { ...owner, id: 'm1' },
    { ...owner, id: 'm2' },
  ];

  it('are put on many mails at once', async () => {
    await edit({ putTags: [winter], change: { keys, change: { addTags: ['t1'], isStarred: true } } });
    await edit({ change: { keys: keys.slice(1), change: { isStarred: null, note: 'rain' } } });
    expect(await store.library.marks.read()).toEqual({
      ...noMarks,
      tags: [winter],
      mails: [aMark('m1', { isStarred: true, tags: ['t1'] }), aMark('m2', { tags: ['t1'], note: 'rain' })],
    });
  });

  it('follow a tag that is merged into another, and leave nothing of it', async () => {
    await edit({ putTags: [winter, summer], change: { keys, change: { addTags: ['t1'] } } });
    await edit({ mergeTag: { from: 't1', into: 't2' } });
    const { tags, mails } = await store.library.marks.read();
    expect(tags).toEqual([summer]);
    expect(mails).toEqual([aMark('m1', { tags: ['t2'] }), aMark('m2', { tags: ['t2'] })]);
  });

  it('are whole again when the deletion of a tag is undone', async () => {
    await edit({ putTags: [winter], change: { keys, change: { addTags: ['t1'] } } });
    const before = await store.library.marks.read();
    await edit({ deleteTag: 't1' });
    expect(await store.library.marks.read()).toEqual(noMarks);
    await edit({ putTags: before.tags, putMails: before.mails });
    expect(await store.library.marks.read()).toEqual(before);
  });

  it('go with the mails of a sender', async () => {
    await edit({ change: { keys, change: { isStarred: true } } });
    await store.library.deleteMails?.({ kind: 'sender', ...owner, senderId: yena.id });
    expect((await store.library.marks.read()).mails).toEqual([aMark('m1', { isStarred: true })]);
  });

  it('go with their account, and leave tags, the name and other accounts alone', async () => {
    const name: NameChoice = { mode: 'own', written: [], own: 'Sky' };
    await edit({
      putTags: [winter],
      putName: name,
      putMails: [aMark('m1', { note: 'mine' }), { ...aMark('m1', { note: 'theirs' }), account: 'zz' }],
    });
    await store.library.deleteMails?.({ kind: 'account', ...owner });
    expect(await store.library.marks.read()).toEqual({
      ...noMarks,
      tags: [winter],
      name,
      mails: [{ ...aMark('m1', { note: 'theirs' }), account: 'zz' }],
    });
  });

  it('are told to every window', async () => {
    const other = await openStore();
    const heard = new Promise<void>((resolve) => other.library.marks.subscribe(resolve));
    await edit({ putTags: [winter] });
    await heard;
    expect((await other.library.marks.read()).tags).toEqual([winter]);
    other.close();
  });
});
