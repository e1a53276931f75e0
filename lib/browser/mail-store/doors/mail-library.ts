import {
  compareNewestFirst,
  mailKeyText,
  type AccountKey,
  type MailKey,
  type MailRow,
  type SourceId,
} from '../../../mail/mail.ts';
import type { DeleteScope, MailLibrary, OpenAsset } from '../../../mail/mail-library.ts';
import type { AssetStatus } from '../../../mail/asset.ts';
import type { MarkLibrary } from '../../../mail/marks.ts';
import { findFile } from '../records/assets.ts';
import { after, inBatches } from '../database/batches.ts';
import { readMany } from '../database/bulk.ts';
import type { Changes } from '../database/changes.ts';
import { compactPacks } from '../records/compaction.ts';
import { deleteScope } from '../transactions/deletion.ts';
import { keysUnder, keyTuple } from '../database/keys.ts';
import { contentOf } from '../transactions/mails.ts';
import type { Connection } from '../database/open.ts';
import type { AssetRecord, KeyTuple } from '../database/schema.ts';
import type { MediaFile } from '../../../mail/media.ts';
import { readUsage } from './usage.ts';
import { readVersions } from '../records/versions.ts';

const rowsAtOnce = 2_000;
const textsAtOnce = 1_000;
const assetsAtOnce = 2_000;

/** How an asset stands, for reader, report and archive. */
export function statusOf({ ref, state, reason, facts }: AssetRecord): AssetStatus {
  return { ref, state, ...(reason !== undefined && { reason }), ...facts };
}

/** The viewer's side of the database. */
export function createMailLibrary(
  connection: Connection,
  changes: Changes,
  marks: MarkLibrary,
  nameOf: (service: SourceId) => string,
): MailLibrary {
  return {
    async listMails() {
      const rows = [];
      const batches = inBatches(rowsAtOnce, (last: MailKey | undefined) =>
        connection.read(['mails'], (transaction) =>
          transaction
            .objectStore('mails')
            .getAll(after(undefined, last && keyTuple(last, last.id)), rowsAtOnce),
        ),
      );
      for await (const batch of batches) {
        for (const row of batch) rows.push(row);
      }
      return rows.sort(compareNewestFirst);
    },

    listNewest: (count) =>
      connection.read(['mails', 'accounts'], async (transaction) => {
        const index = transaction.objectStore('mails').index('age');
        const owners = await transaction.objectStore('accounts').getAllKeys();
        const rows = await Promise.all(
          owners.map(async (owner) => {
            const newest: MailRow[] = [];
            let cursor = await index.openCursor(keysUnder(...owner), 'prev');
            while (cursor && newest.length < count) {
              newest.push(cursor.value);
              cursor = await cursor.continue();
            }
            return newest;
          }),
        );
        return rows.flat().sort(compareNewestFirst).slice(0, count);
      }),

    async listTexts() {
      const texts: [string, string][] = [];
      const batches = inBatches(textsAtOnce, (last: [KeyTuple, string] | undefined) =>
        connection.read(['texts'], async (transaction) => {
          const range = after(undefined, last?.[0]);
          const store = transaction.objectStore('texts');
          const [keys, values] = await Promise.all([
            store.getAllKeys(range, textsAtOnce),
            store.getAll(range, textsAtOnce),
          ]);
          return keys.map((key, at): [KeyTuple, string] => [key, values[at] ?? '']);
        }),
      );
      for await (const batch of batches) {
        for (const [[service, account, id], text] of batch) {
          texts.push([mailKeyText({ service, account, id }), text]);
        }
      }
      return texts;
    },

    findMail: (key) =>
      connection.read(['bodies', 'texts'], async (transaction) => {
        const [body, text] = await Promise.all([
          transaction.objectStore('bodies').get(keyTuple(key, key.id)),
          transaction.objectStore('texts').get(keyTuple(key, key.id)),
        ]);
        return body && contentOf(body, text ?? '');
      }),

    listAssets: (key) =>
      connection.read(['bodies', 'assets'], async (transaction) => {
        const body = await transaction.objectStore('bodies').get(keyTuple(key, key.id));
        const records = await Promise.all(
          (body?.assets ?? []).map((asset) =>
            transaction.objectStore('assets').get(keyTuple(key, asset.key)),
          ),
        );
        return records.flatMap((record) => (record ? [statusOf(record)] : []));
      }),

    listVersions: (key) =>
      connection.read(['bodies', 'versions', 'assets'], async (transaction) => {
        const versions = await readVersions(
          transaction,
          await transaction.objectStore('bodies').get(keyTuple(key, key.id)),
        );
        const keys = new Set(versions.flatMap(({ content }) => content.assets.map((asset) => asset.key)));
        const records = await readMany(
          transaction.objectStore('assets'),
          [...keys].map((asset) => keyTuple(key, asset)),
        );
        return versions.map((version) => ({
          ...version,
          assets: version.content.assets.flatMap((asset) => {
            const record = records.get(asset.key);
            return record ? [statusOf(record)] : [];
          }),
        }));
      }),

    async openAsset(owner, assetKey) {
      const file = await openFile(connection, owner, assetKey);
      if (!file || !(await isReadable(file))) return undefined;
      return shown(file);
    },

    async listMedia() {
      const files: MediaFile[] = [];
      const batches = inBatches(assetsAtOnce, (last: AssetRecord | undefined) =>
        connection.read(['assets'], (transaction) =>
          transaction
            .objectStore('assets')
            .getAll(after(undefined, last && keyTuple(last, last.key)), assetsAtOnce),
        ),
      );
      for await (const batch of batches) {
        for (const record of batch) {
          const { service, account, ref } = record;
          if (ref.role === 'body') files.push({ service, account, ...statusOf(record) });
        }
      }
      return files;
    },

    async serviceNames() {
      const names: Record<SourceId, string> = {};
      for (const { service } of await readUsage(connection)) names[service] = nameOf(service);
      return names;
    },

    usage: () => readUsage(connection),
    subscribe: (onChange) => changes.subscribe(onChange),
    marks,

    async deleteMails(scope: DeleteScope) {
      await deleteScope(connection, scope);
      changes.announce();
      if (scope.kind === 'sender') await compactPacks(connection);
    },
  };
}

/** The saved bytes by reference. */
function openFile(connection: Connection, owner: AccountKey, assetKey: string): Promise<Blob | undefined> {
  return connection.read(['assets', 'packs'], async (transaction) => {
    const asset = await transaction.objectStore('assets').get(keyTuple(owner, assetKey));
    const file = asset && (await findFile(asset, (pack) => transaction.objectStore('packs').get(pack)));
    return file?.blob();
  });
}

/** A Blob may outlive its file on disk, and tells only when its bytes are asked for. */
async function isReadable(file: Blob): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

function shown(file: Blob): OpenAsset {
  const url = URL.createObjectURL(file);
  return {
    url,
    contentType: file.type,
    sizeBytes: file.size,
    release: () => URL.revokeObjectURL(url),
  };
}
