import { mediaFrame } from '../../../formats/mail-ark/media-frame.ts';
import type { SavedAsset } from '../../../mail/asset.ts';
import { compareNewestFirst, type AccountKey } from '../../../mail/mail.ts';
import type { AnyTransaction } from '../database/schema.ts';
import type { AssetRecord } from '../records/assets.ts';
import { readRows } from '../records/mails.ts';
import type { FramedAsset } from '../records/plan-packs.ts';

/**
 * The files in the order of an archive, each with the header it will have there, so that an export can take neighbours as
 * one piece. Order and headers are guesses: a wrong one costs the export time and nothing else. A file whose mail is not
 * stored has no header. `transaction` must hold `mails`; `utcOffsetMinutes` is the zone an archive shows dates in.
 */
export async function frameAssets(
  transaction: AnyTransaction,
  owner: AccountKey,
  files: readonly { asset: SavedAsset; record: AssetRecord }[],
  utcOffsetMinutes: number,
): Promise<FramedAsset[]> {
  const mailIds = new Set(files.map(({ record }) => record.ref.mailId));
  const rows = await readRows(transaction, owner, [...mailIds]);
  const lost: FramedAsset[] = [];
  const found = files.flatMap(({ asset, record }) => {
    const row = rows.get(record.ref.mailId);
    if (row) return [{ asset, row, order: record.order }];
    lost.push({ asset });
    return [];
  });
  const framed = found
    .sort((a, b) => compareNewestFirst(b.row, a.row) || a.order - b.order)
    .map(({ asset, row }) => ({ asset, frame: mediaFrame(row, asset.key, asset, utcOffsetMinutes) }));
  return [...framed, ...lost];
}
