import type { AssetRef } from '../../../mail/asset.ts';
import type { AccountKey } from '../../../mail/mail.ts';
import { withoutSignature } from '../database/keys.ts';
import type { Connection } from '../database/open.ts';
import type { PageKey } from '../database/page.ts';
import { withTally } from '../records/accounts.ts';
import {
  deleteAssetPage,
  findAsset,
  listKeysOfPage,
  listUnreadableAssetPages,
  putAsset,
} from '../records/assets.ts';
import { listFeeds, putFeedState } from '../records/feeds.ts';
import { listIds, readRows } from '../records/mails.ts';
import { deleteRefPage, listUnreadableRefPages } from '../records/refs.ts';
import { readMails, refsOf } from './known-mails.ts';
import { assetOrder } from './mails.ts';

const mailsAtOnce = 200;

/** A file as the mails name it. */
interface NamedFile {
  ref: AssetRef;
  mailCount: number;
  order: number;
}

/**
 * Takes pages out that cannot be read any more. Their files wait again, as the mails name them; a lost page of the listing
 * makes the next backup list everything. Bytes stay in their packs, though nothing refers to them. Counters are mended by the
 * caller. Returns how many files wait again.
 */
export async function replaceLostPages(connection: Connection): Promise<number> {
  let files = 0;
  for (const page of await listUnreadableAssetPages(connection)) files += await nameAgain(connection, page);
  for (const page of await listUnreadableRefPages(connection)) await listAll(connection, page);
  return files;
}

/** Returns how many files of the page wait again. */
async function nameAgain(connection: Connection, page: PageKey): Promise<number> {
  const [service, account] = page;
  const owner = { service, account };
  const lost = new Set(await connection.read(['assets'], (transaction) => listKeysOfPage(transaction, page)));
  const named = await findNamed(connection, owner, lost);
  await connection.write(['assets', 'accounts'], 'strict', (transaction) =>
    withTally(transaction, owner, async (tally) => {
      deleteAssetPage(transaction, page);
      for (const [key, { ref, mailCount, order }] of named) {
        const before = await findAsset(transaction, owner, key);
        if (!before) putAsset(tally, undefined, { ...owner, key, ref, state: 'wanted', mailCount, order });
      }
    }),
  );
  return named.size;
}

/** Those of the files that mails of the account show, in any of their versions. */
async function findNamed(
  connection: Connection,
  owner: AccountKey,
  keys: ReadonlySet<string>,
): Promise<Map<string, NamedFile>> {
  const named = new Map<string, NamedFile>();
  const ids = await connection.read(['mails'], (transaction) => listIds(transaction, owner));
  for (let at = 0; at < ids.length; at += mailsAtOnce) {
    const { mails } = await connection.read(['mails', 'bodies', 'texts', 'versions'], async (transaction) =>
      readMails(transaction, owner, await readRows(transaction, owner, ids.slice(at, at + mailsAtOnce))),
    );
    for (const mail of mails.values()) {
      for (const [position, [key, asset]] of [...refsOf(mail)].entries()) {
        if (!keys.has(key)) continue;
        const known = named.get(key);
        named.set(key, {
          ref: known?.ref ?? withoutSignature(asset),
          mailCount: (known?.mailCount ?? 0) + 1,
          order: known?.order ?? assetOrder(mail.row, position),
        });
      }
    }
  }
  return named;
}

/** Without the page the listing is not known, so no watermark may end the next one early. */
function listAll(connection: Connection, page: PageKey): Promise<void> {
  const [service, account] = page;
  return connection.write(['refs', 'feeds'], 'strict', async (transaction) => {
    deleteRefPage(transaction, page);
    for (const { feed, state } of await listFeeds(transaction, { service, account })) {
      const { watermark: _watermark, ...rest } = state;
      putFeedState(transaction, { service, account }, feed, rest);
    }
  });
}
