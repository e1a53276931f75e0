import { errorCodeOf } from '../../../errors.ts';
import type { AssetRef, AssetStatus } from '../../../mail/asset.ts';
import {
  compareNewestFirst,
  mailKeyText,
  type AccountKey,
  type MailKey,
  type SourceId,
} from '../../../mail/mail.ts';
import type { DeleteScope, MailLibrary, OpenAsset } from '../../../mail/mail-library.ts';
import type { MarkLibrary } from '../../../mail/marks.ts';
import type { MediaFile } from '../../../mail/media.ts';
import { inBatches } from '../database/batches.ts';
import type { Changes } from '../database/changes.ts';
import type { Connection } from '../database/open.ts';
import type { KeyTuple } from '../database/schema.ts';
import { listAccounts } from '../records/accounts.ts';
import { eachAsset, findAsset, readAssets, statusOf } from '../records/assets.ts';
import { contentOf, findBody } from '../records/bodies.ts';
import { listNewestRows, listRows } from '../records/mails.ts';
import { findPack } from '../records/packs.ts';
import { findFile } from '../records/stored-files.ts';
import { findText, listTexts } from '../records/texts.ts';
import { readVersions } from '../records/versions.ts';
import { compactPacks } from '../transactions/compaction.ts';
import { deleteScope } from '../transactions/deletion.ts';
import { readUsage } from './usage.ts';

const rowsAtOnce = 2_000;
const textsAtOnce = 1_000;

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
        connection.read(['mails'], (transaction) => listRows(transaction, last, rowsAtOnce)),
      );
      for await (const batch of batches) {
        for (const row of batch) rows.push(row);
      }
      return rows.sort(compareNewestFirst);
    },

    listNewest: (count) =>
      connection.read(['mails', 'accounts'], async (transaction) => {
        const owners = await listAccounts(transaction);
        const rows = await Promise.all(owners.map((owner) => listNewestRows(transaction, owner, count)));
        return rows.flat().sort(compareNewestFirst).slice(0, count);
      }),

    async listTexts() {
      const texts: [string, string][] = [];
      const batches = inBatches(textsAtOnce, (last: [KeyTuple, string] | undefined) =>
        connection.read(['texts'], (transaction) => listTexts(transaction, last, textsAtOnce)),
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
        const [body, text] = await Promise.all([findBody(transaction, key), findText(transaction, key)]);
        return body && contentOf(body, text ?? '');
      }),

    async listAssets(key) {
      const body = await connection.read(['bodies'], (transaction) => findBody(transaction, key));
      const assets = body?.assets ?? [];
      return statusesOf(assets, await readStatuses(connection, key, assets));
    },

    async listVersions(key) {
      const versions = await connection.read(['bodies', 'versions'], async (transaction) =>
        readVersions(transaction, await findBody(transaction, key)),
      );
      const all = versions.flatMap(({ content }) => content.assets);
      const statuses = await readStatuses(connection, key, all);
      return versions.map((version) => ({
        ...version,
        assets: statusesOf(version.content.assets, statuses),
      }));
    },

    async openAsset(owner, assetKey) {
      const file = await openFile(connection, owner, assetKey);
      if (!file || !(await isReadable(file))) return undefined;
      return shown(file);
    },

    async listMedia() {
      const files: MediaFile[] = [];
      for await (const assets of eachAsset(connection)) {
        for (const record of assets) {
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

const statusesOf = (assets: readonly AssetRef[], statuses: ReadonlyMap<string, AssetStatus>): AssetStatus[] =>
  assets.flatMap(({ key }) => statuses.get(key) ?? []);

/** How files stand, by key. One whose record cannot be read counts as damaged: the words of its mail are shown all the same. */
async function readStatuses(
  connection: Connection,
  owner: AccountKey,
  assets: readonly AssetRef[],
): Promise<Map<string, AssetStatus>> {
  const read = async (some: readonly AssetRef[]) => {
    const keys = some.map(({ key }) => key);
    const records = await connection.read(['assets'], (transaction) => readAssets(transaction, owner, keys));
    return [...records].map(([key, record]): [string, AssetStatus] => [key, statusOf(record)]);
  };
  try {
    return new Map(await read(assets));
  } catch (error) {
    if (errorCodeOf(error) !== 'storage-broken') throw error;
    const each = assets.map((ref) =>
      read([ref]).catch((): [string, AssetStatus][] => [
        [ref.key, { ref, state: 'damaged', reason: 'storage-broken' }],
      ]),
    );
    return new Map((await Promise.all(each)).flat());
  }
}

/** The saved bytes by reference. */
function openFile(connection: Connection, owner: AccountKey, assetKey: string): Promise<Blob | undefined> {
  return connection.read(['assets', 'packs'], async (transaction) => {
    const asset = await findAsset(transaction, owner, assetKey);
    const file = asset && (await findFile(asset, (pack) => findPack(transaction, pack)));
    return file?.blob();
  });
}

/** A Blob may outlive its file on disk, and fails only when its bytes are read. */
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
