import type { AssetRef } from '../../../mail/asset.ts';
import type { AccountKey, MailRow } from '../../../mail/mail.ts';
import type { KnownMail } from '../../../mail/merge.ts';
import { withoutQuery } from '../database/keys.ts';
import type { AnyTransaction } from '../database/schema.ts';
import type { Tally } from '../records/accounts.ts';
import { readAssets } from '../records/assets.ts';
import { contentOf, putBody, readBodies, type BodyRecord } from '../records/bodies.ts';
import { readItems } from '../records/import-items.ts';
import { putRow, readRows } from '../records/mails.ts';
import { readProblems } from '../records/problems.ts';
import { readRefs } from '../records/refs.ts';
import { sumOfMail } from '../records/sums.ts';
import { putText, readTexts } from '../records/texts.ts';
import { deleteVersions, putVersion, readVersions } from '../records/versions.ts';

/** Everything that is stored about the mails that come in, and about their files. */
export async function readKnown(
  transaction: AnyTransaction,
  owner: AccountKey,
  incoming: readonly { mail: KnownMail }[],
  importId: string,
) {
  const ids = incoming.map(({ mail }) => mail.row.id);
  const [rows, refs, problems] = await Promise.all([
    readRows(transaction, owner, ids),
    readRefs(transaction, owner, ids),
    readProblems(transaction, owner, 'mail', ids),
  ]);
  // Of mails that are new there is nothing else, and what lies beside them would be read for nothing.
  const here = [...rows.keys()];
  const [bodies, texts, items] = await Promise.all([
    readBodies(transaction, owner, here),
    readTexts(transaction, owner, here),
    readItems(transaction, owner, { import: importId, kind: 'mail' }, here),
  ]);
  const mails = new Map<string, KnownMail>();
  const damaged = new Set<string>();
  await Promise.all(
    [...rows].map(async ([id, row]) => {
      const body = bodies.get(id);
      if (!body) return; // A row without its body is damage; the incoming mail makes it whole.
      const content = contentOf(body, texts.get(id) ?? '');
      mails.set(id, { row, content, versions: await readVersions(transaction, body) });
      if (body.sum !== undefined && body.sum !== sumOfMail(row, content)) damaged.add(id);
    }),
  );
  const keys = new Set(
    [...mails.values(), ...incoming.map(({ mail }) => mail)].flatMap((mail) => [...refsOf(mail).keys()]),
  );
  const assets = await readAssets(transaction, owner, [...keys]);
  return { rows, mails, damaged, refs, problems, items, assets };
}

/** Every file the mail or an earlier version of it shows. */
export function refsOf({ content, versions }: KnownMail): Map<string, AssetRef> {
  const refs = new Map<string, AssetRef>();
  for (const asset of [...versions.map((version) => version.content), content].flatMap(
    ({ assets }) => assets,
  ))
    refs.set(asset.key, asset);
  return refs;
}

/** Puts row, body, words and versions. `before` and `versionsBefore`: the row and how many versions stand there. */
export function putMail(
  tally: Tally,
  before: MailRow | undefined,
  { row, content, versions }: KnownMail,
  versionsBefore: number,
): void {
  const { transaction } = tally;
  const { service, account, id } = row;
  const body: BodyRecord = {
    ...{ service, account, id },
    ...(content.htmlBody === undefined ? {} : { htmlBody: content.htmlBody }),
    raw: content.raw,
    assets: content.assets.map(withoutQuery),
    versionCount: versions.length,
    sum: sumOfMail(row, content),
  };
  putRow(tally, before, row);
  putBody(transaction, body);
  putText(transaction, row, content.text);
  if (versionsBefore > versions.length) deleteVersions(transaction, row);
  versions.forEach((version, number) => {
    const sum = sumOfMail(version.row, version.content);
    putVersion(transaction, { ...{ service, account, id, number }, ...version, sum });
  });
}
