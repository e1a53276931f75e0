import { mailKeyText } from '../../../lib/mail/mail.ts';
import type { AccountKey, MailRow, SourceId } from '../../../lib/mail/mail.ts';

/** A sender with the number of their mails and the newest of them, newest first. */
export interface SenderCount {
  key: string;
  service: SourceId;
  id: string;
  name: string;
  count: number;
  newest: MailRow[];
}

/** The identity of a sender across the accounts of a service. */
export function senderKey(row: { service: SourceId; from: { id: string } }): string {
  return mailKeyText({ service: row.service, account: '', id: row.from.id });
}

/** The identity of a mailbox. */
export function mailboxKey({ service, account }: AccountKey): string {
  return `${encodeURIComponent(service)}/${encodeURIComponent(account)}`;
}

/** The senders of the rows, most mails first. Rows come newest first; the newest name of a sender is used. */
export function countSenders(rows: readonly MailRow[]): SenderCount[] {
  const senders = new Map<string, SenderCount>();
  for (const row of rows) {
    const key = senderKey(row);
    const known = senders.get(key);
    if (!known) {
      senders.set(key, {
        key,
        service: row.service,
        id: row.from.id,
        name: row.from.name,
        count: 1,
        newest: [row],
      });
      continue;
    }
    known.count += 1;
    if (known.newest.length < 3) known.newest.push(row);
  }
  return [...senders.values()].sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
}

/** The mailboxes of the rows, in the order of their first row. */
export function listMailboxes(rows: readonly MailRow[]): AccountKey[] {
  const boxes = new Map<string, AccountKey>();
  for (const { service, account } of rows) {
    const key = mailboxKey({ service, account });
    if (!boxes.has(key)) boxes.set(key, { service, account });
  }
  return [...boxes.values()];
}
