import type { ListedPage } from '../../../backup/ports.ts';
import type { Walk } from '../../../backup/walk.ts';
import type { AssetRef } from '../../../mail/asset.ts';
import type { AccountKey, Mail } from '../../../mail/mail.ts';
import type { BrokenRecord, FeedId, MailRef } from '../../../sources/source.ts';
import type { Tally } from '../records/accounts.ts';
import { deleteProblem, putProblem, readProblems, type ProblemRecord } from '../records/problems.ts';
import { putRef, readRefs, type RefRecord } from '../records/refs.ts';
import { storeMails } from './mails.ts';

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
  tally: Tally,
  listed: { feed: FeedId; walk: Walk; refs: MailRef[]; mails: Mail[]; broken: SetAside[]; now: string },
): Promise<{ waiting: MailRef[]; assets: AssetRef[] }> {
  const { transaction } = tally;
  const { feed, walk, now } = listed;
  const ids = [...new Set([...listed.refs, ...listed.mails, ...listed.broken].map(({ id }) => id))];
  const [stored, problems] = await Promise.all([
    readRefs(transaction, tally, ids),
    readProblems(transaction, tally, 'mail', ids),
  ]);
  const records = new Map(stored);

  const see = (id: string): RefRecord => {
    // Later walks bring newer mails: they go to the front of the queue.
    const known = records.get(id) ?? newRef(tally, id, tally.takeOrder() - walk.number * 1e9);
    const record = withSighting(known, feed, walk.number);
    records.set(id, record);
    return record;
  };

  const waiting = new Map<string, MailRef>();
  for (const ref of listed.refs) {
    let record = see(ref.id);
    if (record.state !== 'deleted' && (record.isBroken || record.version !== ref.version)) {
      const { version, raw } = ref;
      record = { ...record, version, raw, state: 'pending', isBroken: false };
      records.set(ref.id, record);
      const problem = problems.get(ref.id);
      if (problem) deleteProblem(tally, problem);
      problems.delete(ref.id);
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
    const { service, account } = tally;
    const problem: ProblemRecord = {
      ...{ service, account, kind: 'mail', id, state: 'quarantined', at: now },
      ...{ code: 'broken-record', raw },
    };
    problems.set(id, problem);
    putProblem(tally, undefined, problem);
  }
  for (const record of records.values()) putRef(tally, stored.get(record.id), record);
  const assets = await storeMails(tally, listed.mails, now);
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
    isWithdrawn: false,
    isBroken: true,
  };
}

function withSighting(record: RefRecord, feed: FeedId, walk: number): RefRecord {
  const before = record.sightings.find((sighting) => sighting.feed === feed);
  const others = record.sightings.filter((sighting) => sighting.feed !== feed);
  return { ...record, sightings: [...others, { feed, first: before?.first ?? walk, last: walk }] };
}
