import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArchiveMail } from '../../../../../lib/formats/content.ts';
import type { MailStore } from '../../../../../lib/browser/mail-store/doors/open-mail-store.ts';
import type { CleanBody } from '../../../../../lib/mail/mail-library.ts';
import { aMail, anAssetRef, aSavedAsset, owner } from '../../../../support/store-builders.ts';
import { freshDatabases, openStore } from '../open-store.ts';

const facts = (at: string) => ({
  finishedAt: at,
  files: [{ fileName: 'mail-ark.zip', downloadId: 7 }],
  sizeBytes: 5,
  mails: 1,
});
const never = new AbortController().signal;

describe('The log of exports', () => {
  let store: MailStore;
  beforeEach(async () => {
    freshDatabases();
    store = await openStore();
  });
  afterEach(() => store.close());

  const waiting = async () => (await store.exportLog.summary()).mailsWaiting;
  const exportAll = async (at = '2026-11-23T12:00:00Z') => {
    const mark = await store.exportLog.begin();
    await store.exportLog.finish(facts(at), mark, 'everything');
  };

  it('counts the mails that are in no ZIP, until one holds them', async () => {
    await store.backup.putMails(owner, [aMail({ id: 'm1' }), aMail({ id: 'm2' })]);
    expect(await store.exportLog.summary()).toEqual({ mailsWaiting: 2 });
    await exportAll();
    expect(await store.exportLog.summary()).toEqual({
      last: { id: 1, ...facts('2026-11-23T12:00:00Z') },
      mailsWaiting: 0,
    });
    await store.backup.putMails(owner, [aMail({ id: 'm3' })]);
    expect(await store.exportLog.listWaiting(owner)).toEqual(['m3']);
  });

  it('counts a mail again that changed, or whose picture came later, but not one merely listed again', async () => {
    const mails = ['m1', 'm2', 'm3'].map((id) => aMail({ id }));
    const withPicture = aMail({ id: 'm4', assets: [anAssetRef('a', { mailId: 'm4' })] });
    await store.backup.putMails(owner, [...mails, withPicture]);
    await exportAll();
    await store.backup.putMails(owner, [aMail({ id: 'm1' }), aMail({ id: 'm2', text: 'changed' })]);
    await store.backup.putAssets(owner, [aSavedAsset('a', [1])]);
    expect(await store.exportLog.listWaiting(owner)).toEqual(['m2', 'm4']);
  });

  it('still counts what came or changed while the ZIP was written', async () => {
    const picture = anAssetRef('a', { mailId: 'm1' });
    await store.backup.putMails(owner, [aMail({ id: 'm1', assets: [picture] }), aMail({ id: 'm2' })]);
    const mark = await store.exportLog.begin();
    await store.backup.putMails(owner, [aMail({ id: 'm3' })]);
    await store.backup.putMails({ ...owner, account: 'zz' }, [aMail({ id: 'm1' })]);
    await store.backup.putAssets(owner, [aSavedAsset('a', [1])]);
    await store.exportLog.finish(facts('2026-11-23T12:00:00Z'), mark, 'everything');
    expect(await store.exportLog.listWaiting(owner)).toEqual(['m1', 'm3']);
    expect(await waiting()).toBe(3);
  });

  it('of a part takes only its mails off the count, of words alone none', async () => {
    await store.backup.putMails(owner, [aMail({ id: 'm1' }), aMail({ id: 'm2' })]);
    const mark = await store.exportLog.begin();
    await store.exportLog.finish(facts('2026-11-23T12:00:00Z'), mark, undefined);
    expect(await waiting()).toBe(2);
    await store.exportLog.finish(facts('2026-11-23T13:00:00Z'), mark, [[owner.service, owner.account, 'm2']]);
    expect(await store.exportLog.listWaiting(owner)).toEqual(['m1']);
    expect((await store.exportLog.summary()).last?.finishedAt).toBe('2026-11-23T13:00:00Z');
  });

  it('forgets mails that are deleted', async () => {
    await store.backup.putMails(owner, [
      aMail({ id: 'm1' }),
      aMail({ id: 'm2', from: { id: '9', name: 'B' } }),
    ]);
    await store.library.deleteMails?.({ kind: 'sender', senderId: '9', ...owner });
    expect(await store.exportLog.listWaiting(owner)).toEqual(['m1']);
    await store.library.deleteMails?.({ kind: 'account', ...owner });
    expect(await waiting()).toBe(0);
  });

  it('remembers the last fifty', async () => {
    for (let at = 0; at < 52; at++) await exportAll(`2026-11-23T12:00:${String(at).padStart(2, '0')}Z`);
    expect((await store.exportLog.summary()).last?.id).toBe(52);
  });
});

describe('Cleaned bodies', () => {
  let store: MailStore;
  let cleaned: string[];
  beforeEach(async () => {
    freshDatabases();
    store = await openStore();
    cleaned = [];
  });
  afterEach(() => store.close());

  const clean = (html: string): CleanBody => {
    cleaned.push(html);
    return { html: `clean ${html}`, styles: [], assetKeys: [] };
  };
  const read = async (version = 1): Promise<(string | undefined)[]> => {
    const mails: ArchiveMail[] = [];
    const source = store.exportReader.mails(owner, never);
    for await (const mail of store.withCleanBodies(source, clean, version)) mails.push(mail);
    return mails.map(({ body }) => body?.html);
  };

  it('are made once', async () => {
    await store.backup.putMails(owner, [
      aMail({ id: 'm1', htmlBody: 'one' }),
      aMail({ id: 'm2', htmlBody: 'two' }),
    ]);
    expect(await read()).toEqual(['clean one', 'clean two']);
    expect(await read()).toEqual(['clean one', 'clean two']);
    expect(cleaned).toEqual(['one', 'two']);
  });

  it('are made again when the mail or the sanitiser changes', async () => {
    await store.backup.putMails(owner, [aMail({ id: 'm1', htmlBody: 'one' })]);
    await read();
    await store.backup.putMails(owner, [aMail({ id: 'm1', htmlBody: 'two' })]);
    expect(await read()).toEqual(['clean two']);
    expect(await read(2)).toEqual(['clean two']);
    await store.backup.putMails(owner, [aMail({ id: 'm1', htmlBody: 'two', assets: [anAssetRef('a')] })]);
    await read(2);
    expect(cleaned).toEqual(['one', 'two', 'two', 'two']);
  });

  it('leave nothing behind when their mails are deleted', async () => {
    await store.backup.putMails(owner, [aMail({ id: 'm1', htmlBody: 'one' })]);
    await read();
    await store.library.deleteMails?.({ kind: 'sender', senderId: '7', ...owner });
    const opening = indexedDB.open('mail-ark');
    const count = await new Promise((resolve) => {
      opening.onsuccess = () => {
        const counting = opening.result.transaction('cleanBodies').objectStore('cleanBodies').count();
        counting.onsuccess = () => {
          opening.result.close();
          resolve(counting.result);
        };
      };
    });
    expect(count).toBe(0);
  });
});
