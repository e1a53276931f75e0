import { carryOver, type NameChoice, type SenderNickname } from '../../../mail/name-choice.ts';
import { putUnawaited } from '../database/bulk.ts';
import type { AnyTransaction, WriteTransaction } from '../database/schema.ts';

/** The choice of the reader's name, under the key of its store. */
export interface NameRecord extends NameChoice {
  service: '';
  account: '';
  senderId: '';
}

declare module '../database/schema.ts' {
  interface MailArkSchema {
    /** One record of three empty keys; until the choice is made anew, those of single senders from before there was one. */
    nicknames: { key: KeyTuple; value: NameRecord | SenderNickname };
  }
}

/** The choice of the reader's name, also from the records of a time when there was one for each sender. */
export async function readName(transaction: AnyTransaction): Promise<NameChoice | undefined> {
  const records = await transaction.objectStore('nicknames').getAll();
  const chosen = records.find((record) => 'mode' in record);
  if (chosen) return { mode: chosen.mode, written: chosen.written, own: chosen.own };
  return carryOver(records.filter((record): record is SenderNickname => !('mode' in record)));
}

/** Writes the one choice in the place of whatever was there; undefined: nothing is chosen any more. */
export async function putName(transaction: WriteTransaction, name: NameChoice | undefined): Promise<void> {
  const nicknames = transaction.objectStore('nicknames');
  await nicknames.clear();
  if (name) putUnawaited(nicknames, { service: '', account: '', senderId: '', ...name });
}
