import type { ImportTerms, IncomingMail, MailsDone } from '../../../import/incoming.ts';
import type { ErrorCode } from '../../../errors.ts';
import type { AssetRef } from '../../../mail/asset.ts';
import type { AccountKey } from '../../../mail/mail.ts';
import { mergeMail, type KnownMail, type MergeOutcome } from '../../../mail/merge.ts';
import { putUnawaited, readMany } from '../database/bulk.ts';
import type {
  ImportItem,
  AccountRecord,
  AssetRecord,
  BodyRecord,
  MailArkSchema,
  RefRecord,
  VersionRecord,
  WriteTransaction,
} from '../database/schema.ts';
import { markUnexported } from '../records/export-log.ts';
import { keysUnder, keyTuple, withoutQuery } from '../database/keys.ts';
import { assetOrder, contentOf, countSender, loadAll } from './mails.ts';
import { Requests } from '../database/open.ts';
import { sumOfMail } from '../records/sums.ts';
import { withName } from '../records/accounts.ts';

/** What became of the mails, and the records of files whose bytes are to follow, by key. */
export interface MailsImported {
  done: MailsDone;
  /** Those that `before` does not name are in the store only once their bytes are. */
  waiting: Map<string, AssetRecord>;
  /** As the store has them, of the files of `waiting` it knew. */
  before: ReadonlyMap<string, AssetRecord>;
}

/**
 * Merges mails into the store inside a transaction of the caller, which must hold `storesOfMails` and `importItems`. Their
 * files are remembered as wanted, gone or damaged, except those of `arriving`, whose bytes the caller stores next. Safe to
 * repeat: the second time all are `held`.
 */
export async function importMails(
  transaction: WriteTransaction,
  tally: AccountRecord,
  owner: AccountKey,
  incoming: IncomingMail[],
  arriving: ReadonlySet<string>,
  terms: ImportTerms,
): Promise<MailsImported> {
  const done: MailsDone = { added: 0, changed: 0, held: 0, deleted: 0 };
  const known = await readKnown(transaction, owner, incoming, terms);
  const stood = new Map(known.assets);
  const requests = new Requests();
  const written = new Set<string>();
  for (const given of incoming) {
    // The backup may name the sender in another language than the list does.
    const one = { ...given, mail: { ...given.mail, row: withName(tally, given.mail.row) } };
    const { id } = one.mail.row;
    const ref = known.refs.get(id);
    if (ref?.state === 'deleted' && !terms.bringsBack) {
      done.deleted += 1;
      continue;
    }
    const stored = known.mails.get(id);
    const isListedHere = (ref?.sightings.length ?? 0) > 0 && ref?.state !== 'deleted';
    const { outcome, mail } =
      stored && one.isWithoutName
        ? { outcome: 'same' as const, mail: stored }
        : mergeMail(stored, one.mail, { isListedHere, isDamaged: known.damaged.has(id), now: terms.now });
    const did = stored ? (isSame(stored, mail) ? 'held' : 'changed') : 'added';
    // Gone on with: what it brought the first time it did bring.
    done[known.items.get(id)?.did ?? did] += 1;
    if (did !== 'held') {
      putMail(transaction, requests, mail, stored);
      written.add(id);
    }
    if (!stored) tally.counts.mailsSaved += 1;
    if (!stored || stored.row.from.id !== mail.row.from.id)
      countSender(known.senders, owner, { from: mail.row.from }, stored?.row);
    rememberAssets(known, tally, owner, one, stored, mail, terms, requests, transaction);
    const problem = known.problems.get(id);
    if (problem && !stored) {
      tally.counts.mailsFailed -= 1;
      requests.add(transaction.objectStore('problems').delete([owner.service, owner.account, 'mail', id]));
    }
    const nextRef = refAfter(ref, owner, one, outcome, mail, tally);
    if (nextRef) putUnawaited(transaction.objectStore('refs'), nextRef);
    known.mails.set(id, mail);
    known.damaged.delete(id);
    if (known.items.has(id)) continue;
    const item: ImportItem = {
      service: owner.service,
      account: owner.account,
      import: terms.import,
      kind: 'mail',
      id,
      did,
    };
    const before = {
      ...(did === 'changed' && stored ? { mail: stored } : {}),
      ...(did !== 'held' && ref ? { ref } : {}),
      ...(problem && !stored ? { problem } : {}),
    };
    if (Object.keys(before).length > 0) item.before = before;
    if (did === 'changed') item.after = sumOfMail(mail.row, mail.content);
    known.items.set(id, item);
    putUnawaited(transaction.objectStore('importItems'), item);
  }
  for (const key of known.touchedAssets) {
    const record = known.assets.get(key);
    if (record && (!arriving.has(key) || record.state === 'saved'))
      putUnawaited(transaction.objectStore('assets'), record);
  }
  for (const sender of known.senders.values()) putUnawaited(transaction.objectStore('senders'), sender);
  await requests.all();
  markUnexported(transaction, tally, owner, written);
  const waiting = new Map(
    [...known.assets].filter(([key, { state }]) => arriving.has(key) && state !== 'saved'),
  );
  return { done, waiting, before: stood };
}

/** Everything that is stored about the mails that come in. */
async function readKnown(
  transaction: WriteTransaction,
  owner: AccountKey,
  incoming: IncomingMail[],
  terms: ImportTerms,
) {
  const at = (id: string) => keyTuple(owner, id);
  const ids = incoming.map(({ mail }) => mail.row.id);
  const [rows, refs, senders, problems] = await Promise.all([
    readMany(transaction.objectStore('mails'), ids.map(at)),
    readMany(transaction.objectStore('refs'), ids.map(at)),
    loadAll(
      incoming.map(({ mail }) => mail.row.from.id),
      (id) => transaction.objectStore('senders').get(at(id)),
    ),
    readMany(
      transaction.objectStore('problems'),
      ids.map((id): ProblemKey => [owner.service, owner.account, 'mail', id]),
    ),
  ]);
  // Of mails that are new there is nothing else, and what lies beside them would be read for nothing.
  const here = [...rows.keys()];
  const [bodies, texts, items] = await Promise.all([
    readMany(transaction.objectStore('bodies'), here.map(at)),
    readMany(transaction.objectStore('texts'), here.map(at)),
    readMany(
      transaction.objectStore('importItems'),
      here.map((id): ImportItemKey => [terms.import, 'mail', ...at(id)]),
    ),
  ]);
  const mails = new Map<string, KnownMail>();
  const damaged = new Set<string>();
  await Promise.all(
    [...rows].map(async ([id, row]) => {
      const body = bodies.get(id);
      if (!body) return; // A row without its body is damage; the incoming mail makes it whole.
      const found =
        body.versionCount === 0 ? [] : await transaction.objectStore('versions').getAll(keysUnder(...at(id)));
      const versions = found.map(({ replacedAt, row: old, content }) => ({ replacedAt, row: old, content }));
      const content = contentOf(body, texts.get(id) ?? '');
      mails.set(id, { row, content, versions });
      if (body.sum !== undefined && body.sum !== sumOfMail(row, content)) damaged.add(id);
    }),
  );
  const keys = new Set(
    [...mails.values(), ...incoming.map(({ mail }) => mail)].flatMap((mail) => [...refsOf(mail).keys()]),
  );
  const assets = await readMany(transaction.objectStore('assets'), [...keys].map(at));
  return {
    mails,
    damaged,
    refs,
    senders,
    problems,
    items,
    assets,
    touchedAssets: new Set<string>(),
  };
}

type ProblemKey = MailArkSchema['problems']['key'];
type ImportItemKey = MailArkSchema['importItems']['key'];

type Known = Awaited<ReturnType<typeof readKnown>>;

/** Every file the mail or an earlier version of it shows. */
export function refsOf({ content, versions }: KnownMail): Map<string, AssetRef> {
  const refs = new Map<string, AssetRef>();
  for (const asset of [...versions.map((version) => version.content), content].flatMap(
    ({ assets }) => assets,
  ))
    refs.set(asset.key, asset);
  return refs;
}

function isSame(stored: KnownMail, merged: KnownMail): boolean {
  return (
    stored.content === merged.content &&
    stored.versions.length === merged.versions.length &&
    stored.row.isStarred === merged.row.isStarred &&
    stored.row.isUnread === merged.row.isUnread &&
    stored.row.isWithdrawn === merged.row.isWithdrawn
  );
}

/** Puts row, body, words and versions. */
export function putMail(
  transaction: WriteTransaction,
  requests: Requests,
  { row, content, versions }: KnownMail,
  stored: KnownMail | undefined,
): void {
  const { service, account, id } = row;
  const body: BodyRecord = {
    ...{ service, account, id },
    ...(content.htmlBody === undefined ? {} : { htmlBody: content.htmlBody }),
    raw: content.raw,
    assets: content.assets.map(withoutQuery),
    versionCount: versions.length,
    sum: sumOfMail(row, content),
  };
  putUnawaited(transaction.objectStore('mails'), row);
  putUnawaited(transaction.objectStore('bodies'), body);
  putUnawaited(transaction.objectStore('texts'), content.text, keyTuple(row, id));
  if ((stored?.versions.length ?? 0) > versions.length)
    requests.add(transaction.objectStore('versions').delete(keysUnder(...keyTuple(row, id))));
  versions.forEach((version, number) => {
    const record: VersionRecord = {
      ...{ service, account, id, number },
      ...version,
      sum: sumOfMail(version.row, version.content),
    };
    requests.add(transaction.objectStore('versions').put(record));
  });
}

/** The mail's files that it did not show before. What the backup knows of them counts only where nothing is known here. */
function rememberAssets(
  known: Known,
  tally: AccountRecord,
  owner: AccountKey,
  { assets }: IncomingMail,
  stored: KnownMail | undefined,
  merged: KnownMail,
  terms: ImportTerms,
  requests: Requests,
  transaction: WriteTransaction,
): void {
  const before = stored ? refsOf(stored) : new Map<string, AssetRef>();
  const statuses = new Map(assets.map((asset) => [asset.ref.key, asset]));
  for (const [position, [key, asset]] of [...refsOf(merged)].entries()) {
    if (before.has(key)) continue;
    const record = known.assets.get(key);
    known.touchedAssets.add(key);
    if (record) {
      known.assets.set(key, { ...record, mailCount: record.mailCount + 1 });
      continue;
    }
    const status = statuses.get(key);
    const order = assetOrder(merged.row, position);
    const { service, account } = owner;
    const made = { service, account, key, ref: withoutQuery(status?.ref ?? asset), mailCount: 1, order };
    if (status?.state === 'gone' || status?.state === 'damaged') {
      const told = terms.problems.get(key);
      const { state, reason = 'not-found' } = status;
      tally.counts.assetsFailed += 1;
      known.assets.set(key, { ...made, state, reason });
      requests.add(
        transaction.objectStore('problems').put({
          ...{ service, account, kind: 'asset', id: key, state },
          code: (told?.code ?? reason) as ErrorCode,
          at: told?.at ?? terms.now,
        }),
      );
    } else {
      tally.counts.assetsWanted += 1;
      known.assets.set(key, { ...made, state: 'wanted', waits: order } satisfies AssetRecord);
    }
  }
}

/** The mail's place in the listing, so that a live backup need not fetch again what is here; undefined: as it is. */
function refAfter(
  ref: RefRecord | undefined,
  { service, account }: AccountKey,
  { version, mail: { row } }: IncomingMail,
  outcome: MergeOutcome,
  merged: KnownMail,
  tally: AccountRecord,
): RefRecord | undefined {
  const isIncoming = outcome === 'new' || outcome === 'newer';
  if (!ref) {
    if (version === undefined) return undefined;
    if (!merged.row.isWithdrawn) tally.counts.mailsListed += 1;
    const order = tally.nextOrder;
    tally.nextOrder += 1;
    return {
      ...{ service, account, id: row.id, version, raw: '', state: 'resolved', order },
      ...{ sightings: [], feedKeys: [], isWithdrawn: merged.row.isWithdrawn, isBroken: false },
    };
  }
  const isWithdrawn = ref.isWithdrawn || merged.row.isWithdrawn;
  if (ref.state === 'deleted') {
    if (!isWithdrawn) tally.counts.mailsListed += 1;
  } else if (isWithdrawn !== ref.isWithdrawn) tally.counts.mailsListed -= 1;
  if (!isSettled(ref, version, outcome))
    return isWithdrawn === ref.isWithdrawn ? undefined : { ...ref, isWithdrawn };
  const { waits: _waits, ...rest } = ref;
  const isKnown = isIncoming && version !== undefined;
  return {
    ...rest,
    state: 'resolved',
    raw: '',
    ...(isKnown ? { version } : {}),
    isBroken: ref.isBroken && !isKnown,
    isWithdrawn,
  };
}

/** Whether what is stored now settles what the listing asked for. */
function isSettled(ref: RefRecord, version: string | undefined, outcome: MergeOutcome): boolean {
  // A ref that waits names what the service has now.
  if (ref.state === 'pending') return version === ref.version && outcome !== 'older';
  if (ref.state === 'resolved') return outcome === 'newer' && version !== undefined;
  return true;
}
