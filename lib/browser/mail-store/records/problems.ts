import type { Problem } from '../../../backup/ports.ts';
import type { AccountKey } from '../../../mail/mail.ts';
import { deleteUnawaited, putUnawaited, readMany } from '../database/bulk.ts';
import { accountTuple, keysUnder } from '../database/keys.ts';
import type { AccountTuple, AnyTransaction } from '../database/schema.ts';
import type { Tally, Weight } from './accounts.ts';

export interface ProblemRecord extends Problem {
  /** The record that was not understood, where no ref could be made of it. */
  raw?: string;
}

type ProblemKey = [...AccountTuple, kind: string, id: string];

declare module '../database/schema.ts' {
  interface MailArkSchema {
    problems: { key: ProblemKey; value: ProblemRecord };
  }
}

/** A failed asset is counted by its own record. */
function weigh({ kind }: ProblemRecord): Weight {
  return kind === 'mail' ? { mailsFailed: 1 } : {};
}

function keyOf(owner: AccountKey, kind: Problem['kind'], id: string): ProblemKey {
  return [...accountTuple(owner), kind, id];
}

/** What failed of one mail or asset. */
export function findProblem(
  transaction: AnyTransaction,
  owner: AccountKey,
  kind: Problem['kind'],
  id: string,
): Promise<ProblemRecord | undefined> {
  return transaction.objectStore('problems').get(keyOf(owner, kind, id));
}

/** What failed of many mails or assets, by id; what is not there is left out. */
export function readProblems(
  transaction: AnyTransaction,
  owner: AccountKey,
  kind: Problem['kind'],
  ids: readonly string[],
): Promise<Map<string, ProblemRecord>> {
  return readMany(
    transaction.objectStore('problems'),
    ids.map((id) => keyOf(owner, kind, id)),
  );
}

/** Everything of the account that failed, or only its mails or assets. */
export function listProblems(
  transaction: AnyTransaction,
  owner: AccountKey,
  kind?: Problem['kind'],
): Promise<ProblemRecord[]> {
  const range = keysUnder(...accountTuple(owner), ...(kind === undefined ? [] : [kind]));
  return transaction.objectStore('problems').getAll(range);
}

/** What the account's problems add to its counters. */
export async function weighProblems(transaction: AnyTransaction, owner: AccountKey): Promise<Weight> {
  const ofMails = keysUnder(...accountTuple(owner), 'mail');
  return { mailsFailed: await transaction.objectStore('problems').count(ofMails) };
}

/** Writes a problem; `before` is what stands there. */
export function putProblem(tally: Tally, before: ProblemRecord | undefined, problem: ProblemRecord): void {
  tally.move(before && weigh(before), weigh(problem));
  putUnawaited(tally.transaction.objectStore('problems'), problem);
}

/** Deletes a problem. */
export function deleteProblem(tally: Tally, before: ProblemRecord): void {
  tally.move(weigh(before), undefined);
  deleteUnawaited(tally.transaction.objectStore('problems'), keyOf(before, before.kind, before.id));
}

/** Deletes the problem of an asset, where there is one; no counter depends on it. */
export function deleteAssetProblem({ service, account, transaction }: Tally, key: string): void {
  deleteUnawaited(transaction.objectStore('problems'), keyOf({ service, account }, 'asset', key));
}
