import type { Problem, Refusal } from '../../../backup/ports.ts';
import { afterRefusal } from '../../../backup/verdict.ts';
import { findAsset, putAsset } from '../records/assets.ts';
import type { Tally } from '../records/accounts.ts';
import { releaseParts } from '../records/packs.ts';
import { deleteProblem, findProblem, listProblems, putProblem } from '../records/problems.ts';
import { findRef, putRef } from '../records/refs.ts';

/** Records one failure inside a transaction of the caller. What is saved, or deleted by the user, cannot fail any more. */
export async function storeProblem(tally: Tally, problem: Problem): Promise<void> {
  const { transaction } = tally;
  const { service, account, kind, id, state, code, at } = problem;
  if (kind === 'mail') {
    const ref = await findRef(transaction, tally, id);
    if (ref?.state === 'deleted' || ref?.state === 'resolved') return;
    if (ref) putRef(tally, ref, { ...ref, state });
  } else {
    const asset = await findAsset(transaction, tally, id);
    if (!asset || asset.state === 'saved') return;
    const { arriving = [], ...rest } = asset;
    await releaseParts(transaction, arriving);
    putAsset(tally, asset, { ...rest, state: state === 'gone' ? 'gone' : 'damaged', reason: code });
  }
  const before = await findProblem(transaction, tally, kind, id);
  putProblem(tally, before, { service, account, kind, id, state, code, at });
}

/** Records one refusal inside a transaction of the caller: what becomes of it depends on those before. */
export async function storeRefusal(tally: Tally, refusal: Refusal): Promise<void> {
  const { transaction } = tally;
  const { service, account, kind, id, code, at } = refusal;
  const asset = kind === 'asset' ? await findAsset(transaction, tally, id) : undefined;
  const ref = kind === 'mail' ? await findRef(transaction, tally, id) : undefined;
  const { state, trouble } = afterRefusal((asset ?? ref)?.trouble, refusal);
  if (asset) putAsset(tally, asset, { ...asset, trouble });
  if (ref) putRef(tally, ref, { ...ref, trouble });
  await storeProblem(tally, { service, account, kind, id, state, code, at });
}

/** Makes an account's failures wait again. What only a new listing can help stays, and what is gone unless `withGone`. */
export async function forgetProblems(tally: Tally, withGone: boolean): Promise<void> {
  const { transaction } = tally;
  for (const problem of await listProblems(transaction, tally)) {
    const { kind, id, state } = problem;
    if (state === 'gone' && !withGone) continue;
    if (kind === 'mail') {
      const ref = await findRef(transaction, tally, id);
      if (ref?.isBroken) continue;
      // Without a ref it is a feed that would not hold still: the next walk reports anew.
      if (ref) putRef(tally, ref, { ...ref, state: 'pending' });
    } else {
      const asset = await findAsset(transaction, tally, id);
      if (!asset) continue;
      const { reason: _reason, ...rest } = asset;
      putAsset(tally, asset, { ...rest, state: 'wanted' });
    }
    deleteProblem(tally, problem);
  }
}
