import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CheckRecord } from '../../../../../lib/import/check.ts';
import type { MailStore } from '../../../../../lib/browser/mail-store/doors/open-mail-store.ts';
import { chosen, exportStore, importInto } from '../../../../support/backup-files.ts';
import { aMail, aRef, aWalk, owner } from '../../../../support/store-builders.ts';
import { freshDatabases, openStore } from '../open-store.ts';

const korean = { id: '7', name: '별하' };
const japanese = { id: '7', name: 'ピョルハ' };

describe('the name of a sender', () => {
  let store: MailStore;
  beforeEach(async () => {
    freshDatabases();
    store = await openStore();
  });
  afterEach(() => store.close());

  async function save(ids: string[], from = korean) {
    const page = { refs: ids.map((id) => aRef(id)), mails: [], broken: [] };
    await store.backup.putPages(owner, 'inbox', [page], aWalk());
    await store.backup.putMails(
      owner,
      ids.map((id) => aMail({ id, from })),
    );
  }
  const namesOfMails = async () => new Set((await store.library.listMails()).map(({ from }) => from.name));

  it('is what the list says, also for a mail whose own record was read in another language', async () => {
    await store.backup.putNames(owner, [{ ...japanese, language: 'ja' }]);
    await save(['m1', 'm2']);
    expect(await namesOfMails()).toEqual(new Set(['ピョルハ']));
  });

  it('is corrected in every mail stored before, more than one transaction holds', async () => {
    await save(Array.from({ length: 450 }, (_, at) => `m${at}`));
    await store.backup.putNames(owner, [{ ...japanese, language: 'ja' }]);
    await save(['n1']);
    await store.backup.applyNames(owner);
    expect(await namesOfMails()).toEqual(new Set(['ピョルハ']));
  });

  it('is no damage to a mail: its sum is made anew', async () => {
    await save(['m1']);
    await store.backup.putNames(owner, [{ ...japanese, language: 'ja' }]);
    await store.backup.applyNames(owner);
    const record: CheckRecord = {
      ...{ id: 'store', name: '', mode: 'full', startedAt: '2026-01-01T00:00:00Z', state: 'running' },
      ...{ done: 0, total: 0, sizeBytes: 0, findings: [], moreFindings: 0, sumsMade: 0 },
    };
    await store.checks.check(record, { onProgress: () => undefined, signal: new AbortController().signal });
    expect(record).toMatchObject({ findings: [], sumsMade: 0 });
  });

  it('is the list’s in what an import brings, too', async () => {
    await save(['m1', 'm2']);
    const files = chosen(await exportStore(store));
    store.close();
    freshDatabases();
    store = await openStore();
    await store.backup.putNames(owner, [{ ...japanese, language: 'ja' }]);
    await save(['m2', 'm3'], japanese);
    await importInto(store, files);
    expect(await store.library.listMails()).toHaveLength(3);
    expect(await namesOfMails()).toEqual(new Set(['ピョルハ']));
  });

  it('is noted with its language, and the newest counts', async () => {
    await store.backup.putNames(owner, [{ ...korean, language: '' }]);
    await store.backup.putNames(owner, [{ ...japanese, language: 'ja' }]);
    expect(await store.backup.readNames(owner)).toEqual([{ ...japanese, language: 'ja' }]);
  });

  it('is forgotten with its mailbox', async () => {
    await store.backup.putNames(owner, [{ ...japanese, language: 'ja' }]);
    await save(['m1']);
    await store.library.deleteMails?.({ kind: 'account', ...owner });
    expect(await store.backup.readNames(owner)).toEqual([]);
  });
});
