import type { ArchiveContent, ArchiveMail } from '../../../formats/content.ts';
import type { AccountKey, MailRow, SourceId } from '../../../mail/mail.ts';
import type { MailboxRest } from '../../../mail/mailbox-rest.ts';
import type { ServiceFacts } from '../../../sources/services.ts';
import { inBatches } from '../database/batches.ts';
import { keyTuple } from '../database/keys.ts';
import type { Connection } from '../database/open.ts';
import type { AnyTransaction, StoreName } from '../database/schema.ts';
import { listAccounts } from '../records/accounts.ts';
import { findAsset, readAssets, statusOf, type AssetRecord } from '../records/assets.ts';
import { contentOf, readBodies } from '../records/bodies.ts';
import { listRowsByAge } from '../records/mails.ts';
import { findPack } from '../records/packs.ts';
import { listProblems } from '../records/problems.ts';
import { eachRef, readRefs } from '../records/refs.ts';
import { findFile } from '../records/stored-files.ts';
import { readTexts } from '../records/texts.ts';
import { readVersions } from '../records/versions.ts';
import { markStores, readMarks } from '../transactions/edit-marks.ts';

const mailsAtOnce = 100;
/** Handles, not bytes; mails of one time have their pictures in few packs. */
const packsAtHand = 64;
/** Where the files of the mails given last are, so that opening them asks for no record again. */
const recordsAtHand = 2_000;
const storesOfExport: StoreName[] = ['mails', 'bodies', 'texts', 'versions', 'assets', 'refs'];
const rowsAtOnce = 5_000;

/** What the archive must know of a service besides its mails: its name and the clock of its dates. */
export type DatedService = Pick<ServiceFacts, 'name' | 'utcOffsetMinutes'>;

/** The database as the archive reads it: mails in batches, files by reference. */
export function createExportReader(
  connection: Connection,
  factsOf: (service: SourceId) => DatedService,
): ArchiveContent {
  // What is asked for, and not what came: files of one pack are asked for together, and neighbours must be in one Blob.
  const packs = new Map<number, Promise<Blob | undefined>>();
  const records = new Map<string, AssetRecord>();
  const nameOf = (owner: AccountKey, assetKey: string) => JSON.stringify(keyTuple(owner, assetKey));

  const openPack = (pack: number): Promise<Blob | undefined> => {
    const blob = packs.get(pack) ?? connection.read(['packs'], (transaction) => findPack(transaction, pack));
    keepNewest(packs, packsAtHand, pack, blob);
    // What failed once is asked for again.
    blob.catch(() => packs.delete(pack));
    return blob;
  };

  const rowBatches = (owner: AccountKey, size: number, signal: AbortSignal) =>
    inBatches(size, (last: MailRow | undefined) => {
      signal.throwIfAborted();
      return connection.read(['mails'], (transaction) => listRowsByAge(transaction, owner, last, size));
    });

  return {
    async accounts() {
      packs.clear();
      records.clear();
      const accounts = await connection.read(['accounts'], listAccounts);
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
    marks: () => connection.read(markStores, readMarks),

    async openAsset(owner, assetKey) {
      const known = records.get(nameOf(owner, assetKey));
      const file = known && (await findFile(known, openPack));
      if (file) return file;
      const current = await connection.read(['assets'], (transaction) =>
        findAsset(transaction, owner, assetKey),
      );
      return current && findFile(current, openPack);
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
  transaction: AnyTransaction,
  owner: AccountKey,
  rows: MailRow[],
  onAsset: (asset: AssetRecord) => void,
): Promise<ArchiveMail[]> {
  const ids = rows.map(({ id }) => id);
  const [bodyById, textById, refById] = await Promise.all([
    readBodies(transaction, owner, ids),
    readTexts(transaction, owner, ids),
    readRefs(transaction, owner, ids),
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
  const assets = await readAssets(transaction, owner, [...assetKeys]);
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
      versions: (versions[at] ?? []).map(({ replacedAt, row: old, content }) => ({
        ...{ replacedAt, row: old, content },
      })),
    };
  });
}

/** What was listed and is not saved, and what failed; what the user deleted is left out. */
async function readRest(connection: Connection, owner: AccountKey): Promise<MailboxRest> {
  const unsaved: MailboxRest['unsaved'] = [];
  for await (const some of eachRef(connection, owner)) {
    for (const { id, version, state, isWithdrawn, raw } of some) {
      if (state !== 'resolved' && state !== 'deleted') unsaved.push({ id, version, state, isWithdrawn, raw });
    }
  }
  unsaved.sort((a, b) => indexedDB.cmp(a.id, b.id));
  const problems = await connection.read(['problems'], (transaction) => listProblems(transaction, owner));
  return {
    unsaved,
    problems: problems.map(({ kind, id, state, code, at, raw }) => ({
      ...{ kind, id, state, code, at },
      ...(raw === undefined ? {} : { raw }),
    })),
  };
}
