import type { AssetRef } from '../../../mail/asset.ts';
import type { AccountKey, MailRow } from '../../../mail/mail.ts';
import type { EarlierMail, KnownMail } from '../../../mail/known-mail.ts';
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
  const [{ mails, damaged }, items] = await Promise.all([
    readMails(transaction, owner, rows),
    readItems(transaction, owner, { import: importId, kind: 'mail' }, [...rows.keys()]),
  ]);
  const keys = new Set(
    [...mails.values(), ...incoming.map(({ mail }) => mail)].flatMap((mail) => [...refsOf(mail).keys()]),
  );
  const assets = await readAssets(transaction, owner, [...keys]);
  return { rows, mails, damaged, refs, problems, items, assets };
}

/**
 * What is stored of the mails of `rows` by id, and the ids of those that do not have their sum. A row without its body is left
 * out: it is damage, which the incoming mail repairs.
 */
export async function readMails(
  transaction: AnyTransaction,
  owner: AccountKey,
  rows: ReadonlyMap<string, MailRow>,
): Promise<{ mails: Map<string, KnownMail>; damaged: Set<string> }> {
  const ids = [...rows.keys()];
  const [bodies, texts] = await Promise.all([
    readBodies(transaction, owner, ids),
    readTexts(transaction, owner, ids),
  ]);
  const mails = new Map<string, KnownMail>();
  const damaged = new Set<string>();
  await Promise.all(
    [...rows].map(async ([id, row]) => {
      const body = bodies.get(id);
      if (!body) return;
      const mail = knownMail(row, body, texts.get(id) ?? '', await readVersions(transaction, body));
      mails.set(id, mail);
      if (body.sum !== undefined && body.sum !== sumOfMail(row, mail.content)) damaged.add(id);
    }),
  );
  return { mails, damaged };
}

/** A stored mail as merging needs it. */
function knownMail(row: MailRow, body: BodyRecord, text: string, versions: EarlierMail[]): KnownMail {
  return { row, content: contentOf(body, text), versions, ...mergeNotes(body) };
}

/** What merging remembers of a mail, where there is anything. */
function mergeNotes({
  origin,
  isEdit,
  replacedAt,
  isAnsweredEmpty,
}: Pick<BodyRecord, 'origin' | 'isEdit' | 'replacedAt' | 'isAnsweredEmpty'>) {
  return {
    ...(origin && { origin }),
    ...(isEdit && { isEdit }),
    ...(replacedAt !== undefined && { replacedAt }),
    ...(isAnsweredEmpty && { isAnsweredEmpty }),
  };
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
  mail: KnownMail,
  versionsBefore: number,
): void {
  const { transaction } = tally;
  const { row, content, versions } = mail;
  const { service, account, id } = row;
  const { text, ...body } = content;
  const assets = content.assets.map(withoutQuery);
  putRow(tally, before, row);
  putBody(transaction, {
    ...{ ...body, service, account, id, assets, versionCount: versions.length },
    ...mergeNotes(mail),
    sum: sumOfMail(row, { ...content, assets }),
  });
  putText(transaction, row, text);
  if (versionsBefore > versions.length) deleteVersions(transaction, row);
  versions.forEach((version, number) => {
    const sum = sumOfMail(version.row, version.content);
    putVersion(transaction, { ...{ service, account, id, number }, ...version, sum });
  });
}
