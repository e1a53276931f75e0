import type { ArchiveContent, ArchiveMail } from '../../archive/ports.ts';
import type { AccountKey, MailRow, SourceId } from '../../mail/mail.ts';
import { joinParts } from './assets.ts';
import { after, inBatches } from './batches.ts';
import { accountTuple, keysUnder, keyTuple } from './keys.ts';
import { statusOf } from './mail-library.ts';
import { contentOf } from './mails.ts';
import type { Connection } from './open.ts';
import type { ReadTransaction, StoreName } from './schema.ts';

const mailsAtOnce = 100;
/** Handles, not bytes; mails of one time have their pictures in few packs. */
const packsAtHand = 64;
const storesOfExport: StoreName[] = ['mails', 'bodies', 'texts', 'versions', 'assets'];

/** What the archive must know of a service besides its mails. */
export interface ServiceFacts {
  name: string;
  /** The zone its dates are told in: minutes east of UTC. */
  utcOffsetMinutes: number;
}

/** The database as the archive reads it: mails in batches, files by reference. */
export function createExportReader(
  connection: Connection,
  factsOf: (service: SourceId) => ServiceFacts,
): ArchiveContent {
  const packs = new Map<number, Blob>();
  const findPack = async (transaction: ReadTransaction, pack: number): Promise<Blob | undefined> => {
    const known = packs.get(pack);
    packs.delete(pack);
    const blob = known ?? (await transaction.objectStore('packs').get(pack));
    if (!blob) return undefined;
    packs.set(pack, blob);
    const [oldest] = packs.keys();
    if (packs.size > packsAtHand && oldest !== undefined) packs.delete(oldest);
    return blob;
  };

  return {
    async accounts() {
      packs.clear();
      const accounts = await connection.read(['accounts'], (transaction) =>
        transaction.objectStore('accounts').getAll(),
      );
      return accounts.map(({ service, account, counts }) => {
        const { name, utcOffsetMinutes } = factsOf(service);
        return {
          service,
          account,
          serviceName: name,
          utcOffsetMinutes,
          mails: counts.mailsSaved,
          savedAssets: counts.assetsSaved,
        };
      });
    },

    async *mails(owner, signal) {
      const all = keysUnder(...accountTuple(owner));
      const batches = inBatches(mailsAtOnce, async (last: ArchiveMail | undefined) => {
        signal.throwIfAborted();
        const key = last && [...accountTuple(owner), last.row.receivedAt, last.row.id];
        return connection.read(storesOfExport, async (transaction) => {
          const rows = await transaction
            .objectStore('mails')
            .index('age')
            .getAll(after(all, key), mailsAtOnce);
          return Promise.all(rows.map((row) => readMail(transaction, owner, row)));
        });
      });
      for await (const batch of batches) yield* batch;
    },

    openAsset: (owner, assetKey) =>
      connection.read(['assets', 'packs'], async (transaction) => {
        const asset = await transaction.objectStore('assets').get(keyTuple(owner, assetKey));
        return asset && joinParts(asset, (pack) => findPack(transaction, pack));
      }),
  };
}

async function readMail(transaction: ReadTransaction, owner: AccountKey, row: MailRow): Promise<ArchiveMail> {
  const key = keyTuple(owner, row.id);
  const [body, text = ''] = await Promise.all([
    transaction.objectStore('bodies').get(key),
    transaction.objectStore('texts').get(key),
  ]);
  const { service, account, id } = row;
  const versions =
    body && body.versionCount > 0 ? await transaction.objectStore('versions').getAll(keysUnder(...key)) : [];
  const shown = [body?.assets ?? [], ...versions.map((version) => version.content.assets)].flat();
  const assets = await Promise.all(
    [...new Set(shown.map((asset) => asset.key))].map((asset) =>
      transaction.objectStore('assets').get(keyTuple(owner, asset)),
    ),
  );
  return {
    row,
    content: body ? contentOf(body, text) : { service, account, id, text, raw: '', assets: [] },
    assets: assets.flatMap((asset) => (asset ? [statusOf(asset)] : [])),
    versions: versions.map(({ replacedAt, row: before, content }) => ({ replacedAt, row: before, content })),
  };
}
