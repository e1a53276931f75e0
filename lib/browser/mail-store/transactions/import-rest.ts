import type { ErrorCode } from '../../../errors.ts';
import type { ImportTerms } from '../../../import/incoming.ts';
import type { MailboxRest } from '../../../mail/mailbox-rest.ts';
import type { Tally } from '../records/accounts.ts';
import { putItem } from '../records/import-items.ts';
import { readRows } from '../records/mails.ts';
import { putProblem, readProblems } from '../records/problems.ts';
import { putRef, readRefs } from '../records/refs.ts';

/**
 * Stores what a backup knows of mails it does not hold, inside a transaction of the caller. Nothing of it replaces what is
 * known here.
 */
export async function importRest(
  tally: Tally,
  { unsaved, problems }: MailboxRest,
  terms: ImportTerms,
): Promise<void> {
  const { service, account, transaction } = tally;
  const unsavedIds = unsaved.map(({ id }) => id);
  const failedIds = problems.filter(({ kind }) => kind === 'mail').map(({ id }) => id);
  const [refs, rows, known] = await Promise.all([
    readRefs(transaction, tally, unsavedIds),
    readRows(transaction, tally, [...new Set([...unsavedIds, ...failedIds])]),
    readProblems(transaction, tally, 'mail', failedIds),
  ]);
  const made = new Set<string>();
  for (const { id, version, state, isWithdrawn, raw } of unsaved) {
    if (refs.has(id) || rows.has(id) || made.has(id)) continue;
    made.add(id);
    putRef(tally, undefined, {
      ...{ service, account, id, version, raw, state, order: tally.takeOrder(), isWithdrawn },
      ...{ sightings: [], isBroken: version === '' },
    });
    putItem(transaction, { service, account, import: terms.import, kind: 'mail', id, did: 'added' });
  }
  for (const { kind, id, state, code, at, raw } of problems) {
    if (kind !== 'mail' || known.has(id) || rows.has(id) || (refs.has(id) && !made.has(id))) continue;
    const problem = {
      ...{ service, account, kind, id, state, at },
      code: code as ErrorCode,
      ...(raw === undefined ? {} : { raw }),
    };
    known.set(id, problem);
    putProblem(tally, undefined, problem);
  }
}
