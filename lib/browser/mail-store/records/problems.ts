import type { Problem } from '../../../backup/ports.ts';
import type { AccountKey } from '../../../mail/mail.ts';
import { keysUnder, keyTuple } from '../database/keys.ts';
import { Requests } from '../database/open.ts';
import type { AccountRecord, WriteTransaction } from '../database/schema.ts';

/** Records one failure inside a transaction of the caller. What is saved, or deleted by the user, cannot fail any more. */
export async function storeProblem(
  transaction: WriteTransaction,
  tally: AccountRecord,
  problem: Problem,
): Promise<void> {
  const { service, account, kind, id, state, code, at } = problem;
  const problems = transaction.objectStore('problems');
  if (kind === 'mail') {
    const refs = transaction.objectStore('refs');
    const ref = await refs.get(keyTuple(problem, id));
    if (ref?.state === 'deleted' || ref?.state === 'resolved') return;
    if (ref) {
      const { waits: _waits, ...rest } = ref;
      await refs.put({ ...rest, state });
    }
    if (!(await problems.get([service, account, kind, id]))) tally.counts.mailsFailed += 1;
  } else {
    const assets = transaction.objectStore('assets');
    const asset = await assets.get(keyTuple(problem, id));
    if (!asset || asset.state === 'saved') return;
    if (asset.state === 'wanted') {
      tally.counts.assetsWanted -= 1;
      tally.counts.assetsFailed += 1;
    }
    const { waits: _waits, ...rest } = asset;
    await assets.put({ ...rest, state: state === 'gone' ? 'gone' : 'damaged', reason: code });
  }
  await problems.put({ service, account, kind, id, state, code, at });
}

/** Makes an account's failures wait again. What is gone for good stays gone, and what only a new listing can help stays too. */
export async function forgetProblems(
  transaction: WriteTransaction,
  tally: AccountRecord,
  owner: AccountKey,
): Promise<void> {
  const problems = transaction.objectStore('problems');
  const requests = new Requests();
  for (const { service, account, kind, id, state } of await problems.getAll(
    keysUnder(owner.service, owner.account),
  )) {
    if (state === 'gone') continue;
    if (kind === 'mail') {
      const ref = await transaction.objectStore('refs').get(keyTuple(owner, id));
      if (ref?.isBroken) continue;
      tally.counts.mailsFailed -= 1;
      // Without a ref it is a feed that would not hold still: the next walk tells anew.
      if (ref)
        requests.add(transaction.objectStore('refs').put({ ...ref, state: 'pending', waits: ref.order }));
    } else {
      const asset = await transaction.objectStore('assets').get(keyTuple(owner, id));
      if (!asset) continue;
      const { reason: _reason, ...rest } = asset;
      tally.counts.assetsFailed -= 1;
      tally.counts.assetsWanted += 1;
      requests.add(transaction.objectStore('assets').put({ ...rest, state: 'wanted', waits: asset.order }));
    }
    requests.add(problems.delete([service, account, kind, id]));
  }
  await requests.all();
}
