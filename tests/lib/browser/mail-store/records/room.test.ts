import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openConnection, type Connection } from '../../../../../lib/browser/mail-store/database/open.ts';
import type { StoreName } from '../../../../../lib/browser/mail-store/database/schema.ts';
import type { MailStore } from '../../../../../lib/browser/mail-store/doors/open-mail-store.ts';
import {
  deleteAnswer,
  findAnswer,
  listAnswers,
  putAnswer,
  type AnswerRecord,
} from '../../../../../lib/browser/mail-store/records/answers.ts';
import {
  deleteFileMark,
  findFileMark,
  listFileMarks,
  putFileMark,
} from '../../../../../lib/browser/mail-store/records/file-marks.ts';
import {
  deleteKeptParts,
  listKeptParts,
  putKeptPart,
  type KeptPart,
} from '../../../../../lib/browser/mail-store/records/kept-parts.ts';
import {
  findMailbox,
  listMailboxes,
  putMailbox,
  type MailboxRecord,
} from '../../../../../lib/browser/mail-store/records/mailboxes.ts';
import { aMail, anAssetRef, owner } from '../../../../support/store-builders.ts';
import { freshDatabases, openStore } from '../open-store.ts';

const other = { ...owner, account: 'zz' };
const stores: StoreName[] = ['answers', 'keptParts', 'mailboxes', 'fileMarks'];

const anAnswer = (id: string, whose = owner): AnswerRecord => ({
  ...{ ...whose, id, version: '1', receivedAt: '2026-01-01T00:00:00Z', contentType: 'text/html' },
  bytes: new TextEncoder().encode(`<p>${id}`).buffer,
});
const aPart = (number: number, whose = owner): KeptPart => ({
  ...{ ...whose, number, version: 1, source: 'words' },
  bytes: new Blob([`part ${number}`]),
});
const aMailbox = (whose = owner): MailboxRecord => ({
  ...{ ...whose, name: 'Mine', favoriteSenders: ['7'], place: { id: 'm1' } },
});

let store: MailStore;
let connection: Connection;
beforeEach(async () => {
  freshDatabases();
  store = await openStore();
  connection = await openConnection();
  await store.backup.putMails(owner, [
    aMail({ id: 'm1', assets: [anAssetRef('a')] }),
    aMail({ id: 'm2', from: { id: '8', name: 'Yena' } }),
  ]);
  await connection.write(stores, 'relaxed', (transaction) => {
    for (const id of ['m1', 'm2', 'm3']) putAnswer(transaction, anAnswer(id));
    putAnswer(transaction, anAnswer('m1', other));
    for (const number of [0, 1, 2]) putKeptPart(transaction, aPart(number));
    putKeptPart(transaction, aPart(0, other));
    for (const whose of [owner, other]) {
      putMailbox(transaction, aMailbox(whose));
      putFileMark(transaction, { ...whose, key: 'a', isStarred: true });
    }
  });
});
afterEach(() => {
  connection.close();
  store.close();
});

const read = () =>
  connection.read(stores, async (transaction) => ({
    answers: (await listAnswers(transaction, owner, undefined, 9)).map(({ id }) => id),
    parts: (await listKeptParts(transaction, owner)).map(({ number }) => number),
    mailbox: (await findMailbox(transaction, owner))?.name,
    star: (await findFileMark(transaction, owner, 'a'))?.isStarred,
  }));
const readOther = () =>
  connection.read(stores, async (transaction) => ({
    answers: (await listAnswers(transaction, other, undefined, 9)).map(({ id }) => id),
    parts: (await listKeptParts(transaction, other)).map(({ number }) => number),
    mailboxes: (await listMailboxes(transaction)).map(({ account }) => account),
    stars: (await listFileMarks(transaction)).map(({ account }) => account),
  }));

describe('An answer that is not parsed yet', () => {
  it('is kept byte for byte, a batch at a time', async () => {
    const found = await connection.read(['answers'], async (transaction) => {
      const first = await listAnswers(transaction, owner, undefined, 2);
      return [first, await listAnswers(transaction, owner, first.at(-1), 2)];
    });
    expect(found.map((batch) => batch.map(({ id }) => id))).toEqual([['m1', 'm2'], ['m3']]);
    expect(new TextDecoder().decode(found[0]?.[0]?.bytes)).toBe('<p>m1');
  });

  it('gives way to the next one, and remembers why it could not be parsed', async () => {
    const failed = { ...anAnswer('m1'), failure: { code: 'broken-record' as const, parser: 1 } };
    await connection.write(['answers'], 'relaxed', (transaction) => {
      putAnswer(transaction, failed);
      deleteAnswer(transaction, { ...owner, id: 'm2' });
    });
    const found = await connection.read(['answers'], (transaction) =>
      Promise.all(['m1', 'm2'].map((id) => findAnswer(transaction, { ...owner, id }))),
    );
    expect(found).toEqual([failed, undefined]);
  });
});

describe('The kept parts of an export', () => {
  it('are counted by account, and end where the writer says', async () => {
    await connection.write(['keptParts'], 'relaxed', (transaction) => deleteKeptParts(transaction, owner, 1));
    expect([(await read()).parts, (await readOther()).parts]).toEqual([[0], [0]]);
  });
});

describe('A star of a picture', () => {
  it('can be taken away', async () => {
    await connection.write(['fileMarks'], 'relaxed', (transaction) =>
      deleteFileMark(transaction, owner, 'a'),
    );
    expect((await read()).star).toBeUndefined();
    expect((await readOther()).stars).toEqual(['zz']);
  });
});

describe('Deleting', () => {
  it('a sender leaves no answer, no part that may hold the words, and no star of a file that is gone', async () => {
    await store.library.deleteMails?.({ kind: 'sender', ...owner, senderId: '7' });
    expect(await read()).toEqual({ answers: ['m2', 'm3'], parts: [], mailbox: 'Mine', star: undefined });
  });

  it('a mailbox leaves nothing of it, and all of the others', async () => {
    const before = await readOther();
    await store.library.deleteMails?.({ kind: 'account', ...owner });
    expect(await read()).toEqual({ answers: [], parts: [], mailbox: undefined, star: undefined });
    expect(await readOther()).toEqual({ ...before, mailboxes: ['zz'], stars: ['zz'] });
  });

  it('everything leaves nothing', async () => {
    await store.library.deleteMails?.({ kind: 'everything' });
    expect(await readOther()).toEqual({ answers: [], parts: [], mailboxes: [], stars: [] });
  });
});
