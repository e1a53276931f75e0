import { MailArkError } from '../../errors.ts';
import type { ArchiveAccount, ArchiveContent } from '../../formats/content.ts';

/** The mailboxes that have mails to export. Rejects with `nothing-to-export` where there is none. */
export async function listFilledAccounts(content: ArchiveContent): Promise<ArchiveAccount[]> {
  const accounts = (await content.accounts()).filter(({ mails }) => mails > 0);
  if (accounts.length === 0) throw new MailArkError('nothing-to-export', 'No mail is stored.');
  return accounts;
}
