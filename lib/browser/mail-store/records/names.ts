import type { NameChoice } from '../../../mail/name-choice.ts';
import { deleteUnawaited, putUnawaited } from '../database/bulk.ts';
import type { AnyTransaction, WriteTransaction } from '../database/schema.ts';

declare module '../database/schema.ts' {
  interface MailArkSchema {
    /** The choice of the reader's name, one for all mailboxes, under the key `own`. */
    names: { key: 'own'; value: NameChoice };
  }
}

/** The choice of the reader's name, where one was made. */
export function readName(transaction: AnyTransaction): Promise<NameChoice | undefined> {
  return transaction.objectStore('names').get('own');
}

/** Writes the choice in the place of the one before; undefined: nothing is chosen any more. */
export function putName(transaction: WriteTransaction, name: NameChoice | undefined): void {
  const names = transaction.objectStore('names');
  if (name) putUnawaited(names, name, 'own');
  else deleteUnawaited(names, 'own');
}
