import type { AccountKey, MailKey } from '../../../mail/mail.ts';
import { putUnawaited } from '../database/bulk.ts';
import { accountTuple } from '../database/keys.ts';
import type { AnyTransaction, WriteTransaction } from '../database/schema.ts';

/** What the user decided about one mailbox. */
export interface MailboxRecord extends AccountKey {
  /** What the user calls it; absent: by its service. */
  name?: string;
  /** Ids of senders, in the order they were chosen. */
  favoriteSenders?: string[];
  /** The mail at which the user stopped reading. */
  place?: Pick<MailKey, 'id'>;
}

declare module '../database/schema.ts' {
  interface MailArkSchema {
    mailboxes: { key: AccountTuple; value: MailboxRecord };
  }
}

/** What was decided about a mailbox, where anything was. */
export function findMailbox(
  transaction: AnyTransaction,
  owner: AccountKey,
): Promise<MailboxRecord | undefined> {
  return transaction.objectStore('mailboxes').get(accountTuple(owner));
}

/** What was decided about all mailboxes, ordered by service and account. */
export function listMailboxes(transaction: AnyTransaction): Promise<MailboxRecord[]> {
  return transaction.objectStore('mailboxes').getAll();
}

/** Writes what was decided in the place of what was before. */
export function putMailbox(transaction: WriteTransaction, mailbox: MailboxRecord): void {
  putUnawaited(transaction.objectStore('mailboxes'), mailbox);
}
