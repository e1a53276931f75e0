import type { ErrorCode } from '../../../errors.ts';
import type { ImportTerms, IncomingMail } from '../../../import/incoming.ts';
import type { KnownMail } from '../../../mail/known-mail.ts';
import { withoutSignature } from '../database/keys.ts';
import type { Tally } from '../records/accounts.ts';
import type { AssetRecord } from '../records/assets.ts';
import { putProblem } from '../records/problems.ts';
import { refsOf } from './known-mails.ts';
import { assetOrder } from './mails.ts';

/**
 * Adds the mail's files that it did not show before to `known`, and returns their keys. What the backup says of them counts
 * only where nothing is known here. The caller writes them; what failed is written here.
 */
export function rememberAssets(
  known: Map<string, AssetRecord>,
  tally: Tally,
  { assets }: IncomingMail,
  stored: KnownMail | undefined,
  merged: KnownMail,
  terms: ImportTerms,
): string[] {
  const { service, account } = tally;
  const before = stored ? refsOf(stored) : new Map<string, unknown>();
  const statuses = new Map(assets.map((asset) => [asset.ref.key, asset]));
  const touched: string[] = [];
  for (const [position, [key, asset]] of [...refsOf(merged)].entries()) {
    if (before.has(key)) continue;
    touched.push(key);
    const record = known.get(key);
    if (record) {
      known.set(key, { ...record, mailCount: record.mailCount + 1 });
      continue;
    }
    const status = statuses.get(key);
    const order = assetOrder(merged.row, position);
    const made = { service, account, key, ref: withoutSignature(status?.ref ?? asset), mailCount: 1, order };
    if (status?.state === 'gone' || status?.state === 'damaged') {
      const said = terms.problems.get(key);
      const { state, reason = 'not-found' } = status;
      known.set(key, { ...made, state, reason });
      putProblem(tally, undefined, {
        ...{ service, account, kind: 'asset', id: key, state },
        code: (said?.code ?? reason) as ErrorCode,
        at: said?.at ?? terms.now,
      });
    } else known.set(key, { ...made, state: 'wanted' });
  }
  return touched;
}
