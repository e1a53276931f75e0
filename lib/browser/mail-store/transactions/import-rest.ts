import type { ImportTerms } from '../../../import/incoming.ts';
import type { ErrorCode } from '../../../errors.ts';
import type { AccountKey } from '../../../mail/mail.ts';
import type { MailboxRest } from '../../../mail/mailbox-rest.ts';
import { keyTuple } from '../database/keys.ts';
import { loadAll } from './mails.ts';
import { Requests } from '../database/open.ts';
import type { AccountRecord, RefRecord, WriteTransaction } from '../database/schema.ts';

/**
 * Stores what a backup knows of mails it does not hold, inside a transaction of the caller. Nothing of it replaces what is
 * known here.
 */
export async function importRest(
  transaction: WriteTransaction,
  tally: AccountRecord,
  owner: AccountKey,
  { unsaved, problems }: MailboxRest,
  terms: ImportTerms,
): Promise<void> {
  const { service, account } = owner;
  const at = (id: string) => keyTuple(owner, id);
  const mailIds = problems.filter(({ kind }) => kind === 'mail').map(({ id }) => id);
  const [refs, rows, known] = await Promise.all([
    loadAll(
      unsaved.map(({ id }) => id),
      (id) => transaction.objectStore('refs').get(at(id)),
    ),
    loadAll([...unsaved.map(({ id }) => id), ...mailIds], (id) =>
      transaction.objectStore('mails').getKey(at(id)),
    ),
    loadAll(mailIds, (id) => transaction.objectStore('problems').getKey([service, account, 'mail', id])),
  ]);
  const requests = new Requests();
  const made = new Set<string>();
  for (const { id, version, state, isWithdrawn, raw } of unsaved) {
    if (refs.has(id) || rows.has(id) || made.has(id)) continue;
    made.add(id);
    const order = tally.nextOrder;
    tally.nextOrder += 1;
    if (!isWithdrawn) tally.counts.mailsListed += 1;
    const ref: RefRecord = {
      ...{ service, account, id, version, raw, state, order, isWithdrawn },
      ...(state === 'pending' ? { waits: order } : {}),
      ...{ sightings: [], feedKeys: [], isBroken: version === '' },
    };
    requests.add(transaction.objectStore('refs').put(ref));
    requests.add(
      transaction
        .objectStore('importItems')
        .put({ service, account, import: terms.import, kind: 'mail', id, did: 'added' }),
    );
  }
  for (const { kind, id, state, code, at: when, raw } of problems) {
    if (kind !== 'mail' || known.has(id) || rows.has(id) || (refs.has(id) && !made.has(id))) continue;
    tally.counts.mailsFailed += 1;
    requests.add(
      transaction.objectStore('problems').put({
        ...{ service, account, kind, id, state, at: when },
        code: code as ErrorCode,
        ...(raw === undefined ? {} : { raw }),
      }),
    );
  }
  await requests.all();
}
