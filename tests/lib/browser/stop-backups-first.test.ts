import { describe, expect, it } from 'vitest';
import { stopBackupsFirst } from '../../../lib/browser/stop-backups-first.ts';
import type { MailLibrary } from '../../../lib/mail/mail-library.ts';

function aLibrary() {
  const deeds: string[] = [];
  const library = stopBackupsFirst(
    {
      deleteMails: ({ kind }) => Promise.resolve(void deeds.push(`delete ${kind}`)),
    } as Partial<MailLibrary> as MailLibrary,
    ['letters', 'talks'],
    ({ service, account = 'all' }) => Promise.resolve(void deeds.push(`cancel ${service} ${account}`)),
  );
  return { library, deeds };
}

describe('deleting while a backup runs', () => {
  it('cancels every backup before everything is deleted', async () => {
    const { library, deeds } = aLibrary();
    await library.deleteMails?.({ kind: 'everything' });
    expect(deeds).toEqual(['cancel letters all', 'cancel talks all', 'delete everything']);
  });

  it('cancels the backup of the account that is deleted, of no other', async () => {
    const { library, deeds } = aLibrary();
    await library.deleteMails?.({ kind: 'account', service: 'letters', account: 'a1' });
    expect(deeds).toEqual(['cancel letters a1', 'delete account']);
  });

  it('lets a backup run while one sender’s mails are deleted', async () => {
    const { library, deeds } = aLibrary();
    await library.deleteMails?.({ kind: 'sender', service: 'letters', account: 'a1', senderId: '1' });
    expect(deeds).toEqual(['delete sender']);
  });
});
