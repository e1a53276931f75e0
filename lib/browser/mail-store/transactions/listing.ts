import type { ListedPage, Walk } from '../../../backup/ports.ts';
import type { AssetRef } from '../../../mail/asset.ts';
import type { AccountKey, Mail } from '../../../mail/mail.ts';
import type { BrokenRecord, FeedId, MailRef } from '../../../sources/source.ts';
import { putUnawaited, readMany } from '../database/bulk.ts';
import { keyTuple } from '../database/keys.ts';
import { storeMails } from './mails.ts';
import { Requests } from '../database/open.ts';
import type { AccountRecord, MailArkSchema, RefRecord, WriteTransaction } from '../database/schema.ts';

type ProblemKey = MailArkSchema['problems']['key'];

/** A record that was not understood, under the id it is set aside by. */
export interface SetAside extends BrokenRecord {
  id: string;
}

/** Gives every broken record an id: its own, or one made of its text, so that the same record is set aside once. */
export async function nameBroken(pages: ListedPage[]): Promise<SetAside[]> {
  return Promise.all(
    pages
      .flatMap(({ broken }) => broken)
      .map(async (record) => ({ ...record, id: record.id ?? `unreadable-${await shortHash(record.raw)}` })),
  );
}

async function shortHash(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(hash, 0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** One page's worth of listing inside a transaction of the caller. Returns the refs that now wait. */
export async function storeListing(
  transaction: WriteTransaction,
  tally: AccountRecord,
  owner: AccountKey,
  listed: { feed: FeedId; walk: Walk; refs: MailRef[]; mails: Mail[]; broken: SetAside[]; now: string },
): Promise<{ waiting: MailRef[]; assets: AssetRef[] }> {
  const { feed, walk, now } = listed;
  const refStore = transaction.objectStore('refs');
  const problemStore = transaction.objectStore('problems');
  const ids = [...new Set([...listed.refs, ...listed.mails, ...listed.broken].map(({ id }) => id))];
  const { service, account } = owner;
  const [records, problems] = await Promise.all([
    readMany(
      refStore,
      ids.map((id) => keyTuple(owner, id)),
    ),
    readMany(
      problemStore,
      ids.map((id): ProblemKey => [service, account, 'mail', id]),
    ),
  ]);

  const see = (id: string): RefRecord => {
    let record = records.get(id);
    if (!record) {
      // Later walks bring newer mails: they go to the front of the queue.
      record = newRef(owner, id, tally.nextOrder - walk.number * 1e9);
      tally.nextOrder += 1;
      tally.counts.mailsListed += 1;
    }
    record = withSighting(record, owner, feed, walk.number);
    records.set(id, record);
    return record;
  };

  const requests = new Requests();
  const unproblem = (id: string) => {
    if (!problems.delete(id)) return;
    tally.counts.mailsFailed -= 1;
    requests.add(problemStore.delete([service, account, 'mail', id]));
  };
  const waiting = new Map<string, MailRef>();
  for (const ref of listed.refs) {
    let record = see(ref.id);
    if (record.state !== 'deleted' && (record.isBroken || record.version !== ref.version)) {
      const { version, raw } = ref;
      record = { ...record, version, raw, state: 'pending', waits: record.order, isBroken: false };
      records.set(ref.id, record);
      unproblem(ref.id);
    }
    if (record.state === 'pending') waiting.set(ref.id, { id: ref.id, version: ref.version, raw: ref.raw });
  }
  for (const mail of listed.mails) records.set(mail.id, { ...see(mail.id), isBroken: false });
  for (const { id, raw } of listed.broken) {
    const known = records.get(id);
    const record = see(id);
    // What was understood before is not thrown away because the service now sends something odd, nor does what was deleted
    // come back as a problem.
    if (known && (!known.isBroken || known.state === 'deleted')) continue;
    records.set(id, { ...record, raw, state: 'quarantined', isBroken: true });
    if (problems.has(id)) continue;
    const problem = { service, account, kind: 'mail', id, state: 'quarantined', at: now } as const;
    problems.set(id, { ...problem, code: 'broken-record', raw });
    tally.counts.mailsFailed += 1;
    requests.add(problemStore.put({ ...problem, code: 'broken-record', raw }));
  }
  for (const record of records.values()) putUnawaited(refStore, record);
  await requests.all();
  const assets = await storeMails(transaction, tally, owner, listed.mails, now);
  return { waiting: [...waiting.values()], assets };
}

function newRef({ service, account }: AccountKey, id: string, order: number): RefRecord {
  return {
    service,
    account,
    id,
    version: '',
    raw: '',
    // Until a version is known, the record stands for nothing that could be fetched.
    state: 'resolved',
    order,
    sightings: [],
    feedKeys: [],
    isWithdrawn: false,
    isBroken: true,
  };
}

function withSighting(
  record: RefRecord,
  { service, account }: AccountKey,
  feed: FeedId,
  walk: number,
): RefRecord {
  const before = record.sightings.find((sighting) => sighting.feed === feed);
  const others = record.sightings.filter((sighting) => sighting.feed !== feed);
  const sightings = [...others, { feed, first: before?.first ?? walk, last: walk }];
  return { ...record, sightings, feedKeys: sightings.map((sighting) => [service, account, sighting.feed]) };
}
