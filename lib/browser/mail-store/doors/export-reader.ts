import type { ArchiveContent, ArchiveMail } from '../../../formats/content.ts';
import type { MailboxRest } from '../../../mail/mailbox-rest.ts';
import type { AccountKey, MailRow, SourceId } from '../../../mail/mail.ts';
import { findFile } from '../records/assets.ts';
import { after, inBatches } from '../database/batches.ts';
import { readMany } from '../database/bulk.ts';
import { accountTuple, keysUnder, keyTuple } from '../database/keys.ts';
import { statusOf } from './mail-library.ts';
import { contentOf } from '../transactions/mails.ts';
import { readMarks } from '../records/marks.ts';
import type { Connection } from '../database/open.ts';
import type { AssetRecord, ReadTransaction, RefRecord, StoreName } from '../database/schema.ts';
import { readVersions } from '../records/versions.ts';

const mailsAtOnce = 100;
/** Handles, not bytes; mails of one time have their pictures in few packs. */
const packsAtHand = 64;
/** Where the files of the mails told last are, so that opening them asks for no record again. */
const recordsAtHand = 2_000;
const storesOfExport: StoreName[] = ['mails', 'bodies', 'texts', 'versions', 'assets', 'refs'];
const rowsAtOnce = 5_000;

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
  // What is asked for, and not what came: files of one pack are asked for together, and neighbours must be in one Blob.
  const packs = new Map<number, Promise<Blob | undefined>>();
  const records = new Map<string, AssetRecord>();
  const nameOf = (owner: AccountKey, assetKey: string) => JSON.stringify(keyTuple(owner, assetKey));

  const findPack = (pack: number): Promise<Blob | undefined> => {
    const blob =
      packs.get(pack) ??
      connection.read(['packs'], (transaction) => transaction.objectStore('packs').get(pack));
    keepNewest(packs, packsAtHand, pack, blob);
    // What failed once is asked for again.
    blob.catch(() => packs.delete(pack));
    return blob;
  };

  const rowBatches = (owner: AccountKey, size: number, signal: AbortSignal) => {
    const all = keysUnder(...accountTuple(owner));
    return inBatches(size, (last: MailRow | undefined) => {
      signal.throwIfAborted();
      const key = last && [...accountTuple(owner), last.receivedAt, last.id];
      return connection.read(['mails'], (transaction) =>
        transaction.objectStore('mails').index('age').getAll(after(all, key), size),
      );
    });
  };

  return {
    async accounts() {
      packs.clear();
      records.clear();
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

    async *mails(owner, signal, isChosen = () => true) {
      for await (const rows of rowBatches(owner, mailsAtOnce, signal)) {
        const chosen = rows.filter(isChosen);
        if (chosen.length === 0) continue;
        yield* await connection.read(storesOfExport, (transaction) =>
          readMails(transaction, owner, chosen, (asset) =>
            keepNewest(records, recordsAtHand, nameOf(owner, asset.key), asset),
          ),
        );
      }
    },

    async *rows(owner, signal) {
      for await (const rows of rowBatches(owner, rowsAtOnce, signal)) yield* rows;
    },

    rest: (owner) => readRest(connection, owner),
    marks: () => readMarks(connection),

    async openAsset(owner, assetKey) {
      const known = records.get(nameOf(owner, assetKey));
      const file = known && (await findFile(known, findPack));
      if (file) return file;
      const current = await connection.read(['assets'], (transaction) =>
        transaction.objectStore('assets').get(keyTuple(owner, assetKey)),
      );
      return current && findFile(current, findPack);
    },
  };
}

/** Adds an entry and forgets the one added first, once there are too many. */
function keepNewest<K, V>(map: Map<K, V>, limit: number, key: K, value: V): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > limit && oldest !== undefined) map.delete(oldest);
}

/** The rest of some mails. A file that many of them show is read once. */
async function readMails(
  transaction: ReadTransaction,
  owner: AccountKey,
  rows: MailRow[],
  onAsset: (asset: AssetRecord) => void,
): Promise<ArchiveMail[]> {
  const keys = rows.map(({ id }) => keyTuple(owner, id));
  const [bodyById, textById, refById] = await Promise.all([
    readMany(transaction.objectStore('bodies'), keys),
    readMany(transaction.objectStore('texts'), keys),
    readMany(transaction.objectStore('refs'), keys),
  ]);
  const bodies = rows.map(({ id }) => bodyById.get(id));
  const versions = await Promise.all(bodies.map((body) => readVersions(transaction, body)));
  // A file that only an earlier version shows belongs to the mail too.
  const keysOf = (at: number) =>
    new Set(
      [bodies[at], ...(versions[at] ?? []).map(({ content }) => content)].flatMap(
        (content) => content?.assets.map(({ key }) => key) ?? [],
      ),
    );
  const assetKeys = new Set(rows.flatMap((_, at) => [...keysOf(at)]));
  const assets = await readMany(
    transaction.objectStore('assets'),
    [...assetKeys].map((key) => keyTuple(owner, key)),
  );
  for (const asset of assets.values()) onAsset(asset);
  return rows.map((row, at) => {
    const body = bodies[at];
    const { service, account, id } = row;
    const text = textById.get(id) ?? '';
    const ref = refById.get(id);
    return {
      row,
      // A ref that waits again names what the service has now, not what is stored.
      ...(ref?.state === 'resolved' ? { version: ref.version } : {}),
      content: body ? contentOf(body, text) : { service, account, id, text, raw: '', assets: [] },
      assets: [...keysOf(at)].flatMap((key) => {
        const asset = assets.get(key);
        return asset ? [statusOf(asset)] : [];
      }),
      versions: versions[at] ?? [],
    };
  });
}

/** What was listed and is not saved, and what failed; what the user deleted is nobody's business. */
async function readRest(connection: Connection, owner: AccountKey): Promise<MailboxRest> {
  const all = keysUnder(...accountTuple(owner));
  const unsaved: MailboxRest['unsaved'] = [];
  const batches = inBatches(rowsAtOnce, (last: RefRecord | undefined) =>
    connection.read(['refs'], (transaction) =>
      transaction.objectStore('refs').getAll(after(all, last && keyTuple(owner, last.id)), rowsAtOnce),
    ),
  );
  for await (const batch of batches) {
    for (const { id, version, state, isWithdrawn, raw } of batch) {
      if (state !== 'resolved' && state !== 'deleted') unsaved.push({ id, version, state, isWithdrawn, raw });
    }
  }
  const problems = await connection.read(['problems'], (transaction) =>
    transaction.objectStore('problems').getAll(all),
  );
  return {
    unsaved,
    problems: problems.map(({ kind, id, state, code, at, raw }) => ({
      ...{ kind, id, state, code, at },
      ...(raw === undefined ? {} : { raw }),
    })),
  };
}
