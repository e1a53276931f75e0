import type { ImportTerms, IncomingMail, MailsDone } from '../../../import/incoming.ts';
import type { ImportOrigin, KnownMail } from '../../../mail/known-mail.ts';
import { mergeMail, type MergeOutcome } from '../../../mail/merge.ts';
import { withName, type Tally } from '../records/accounts.ts';
import { putAsset, type AssetRecord } from '../records/assets.ts';
import { putItem, type ImportItem } from '../records/import-items.ts';
import { deleteProblem } from '../records/problems.ts';
import { putRef, type RefRecord } from '../records/refs.ts';
import { sumOfMail } from '../records/sums.ts';
import { markUnexported } from '../records/unexported.ts';
import { rememberAssets } from './import-assets.ts';
import { putMail, readKnown } from './known-mails.ts';

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
  tally: Tally,
  incoming: IncomingMail[],
  arriving: ReadonlySet<string>,
  terms: ImportTerms,
): Promise<MailsImported> {
  const { service, account } = tally;
  const done: MailsDone = { added: 0, changed: 0, held: 0, deleted: 0 };
  const known = await readKnown(tally.transaction, tally, incoming, terms.import);
  const before = new Map(known.assets);
  const touchedAssets = new Set<string>();
  const written = new Set<string>();
  for (const given of incoming) {
    // The backup may name the sender in another language than the list does.
    const one = { ...given, mail: { ...given.mail, row: withName(tally.record, given.mail.row) } };
    const { id } = one.mail.row;
    const ref = known.refs.get(id);
    if (ref?.state === 'deleted' && !terms.bringsBack) {
      done.deleted += 1;
      continue;
    }
    const stored = known.mails.get(id);
    const isListedHere = (ref?.sightings.length ?? 0) > 0 && ref?.state !== 'deleted';
    const { outcome, mail } = mergeMail(stored, one.mail, originOf(one, terms), {
      ...{ isListedHere, isDamaged: known.damaged.has(id), now: terms.now },
    });
    const did = stored ? (mail === stored ? 'held' : 'changed') : 'added';
    // Gone on with: what it brought the first time it did bring.
    done[known.items.get(id)?.did ?? did] += 1;
    if (did !== 'held') {
      putMail(tally, known.rows.get(id), mail, stored?.versions.length ?? 0);
      known.rows.set(id, mail.row);
      written.add(id);
    }
    for (const key of rememberAssets(known.assets, tally, one, stored, mail, terms)) touchedAssets.add(key);
    const problem = stored ? undefined : known.problems.get(id);
    if (problem) deleteProblem(tally, problem);
    const nextRef = refAfter(ref, tally, one, outcome, mail);
    if (nextRef) {
      putRef(tally, ref, nextRef);
      known.refs.set(id, nextRef);
    }
    known.mails.set(id, mail);
    known.damaged.delete(id);
    if (known.items.has(id)) continue;
    const item: ImportItem = { service, account, import: terms.import, kind: 'mail', id, did };
    const stood = {
      ...(did === 'changed' && stored ? { mail: stored } : {}),
      ...(did !== 'held' && ref ? { ref } : {}),
      ...(problem ? { problem } : {}),
    };
    if (Object.keys(stood).length > 0) item.before = stood;
    if (did === 'changed') item.after = sumOfMail(mail.row, mail.content);
    known.items.set(id, item);
    putItem(tally.transaction, item);
  }
  for (const key of touchedAssets) {
    const record = known.assets.get(key);
    if (record && (!arriving.has(key) || record.state === 'saved')) putAsset(tally, before.get(key), record);
  }
  markUnexported(tally, written);
  const waiting = new Map(
    [...known.assets].filter(([key, { state }]) => arriving.has(key) && state !== 'saved'),
  );
  return { done, waiting, before };
}

function originOf({ isWithoutName }: IncomingMail, terms: ImportTerms): ImportOrigin {
  return { kind: 'import', import: terms.import, at: terms.now, ...(isWithoutName && { isWithoutName }) };
}

/** The mail's place in the listing, so that a live backup need not fetch again what is here; undefined: as it is. */
function refAfter(
  ref: RefRecord | undefined,
  tally: Tally,
  { version, mail: { row } }: IncomingMail,
  outcome: MergeOutcome,
  merged: KnownMail,
): RefRecord | undefined {
  const isIncoming = outcome === 'new' || outcome === 'newer';
  if (!ref) {
    if (version === undefined) return undefined;
    const { service, account } = tally;
    return {
      ...{ service, account, id: row.id, version, raw: '', state: 'resolved', order: tally.takeOrder() },
      ...{ sightings: [], isWithdrawn: merged.row.isWithdrawn, isBroken: false },
    };
  }
  const isWithdrawn = ref.isWithdrawn || merged.row.isWithdrawn;
  if (!isSettled(ref, version, outcome))
    return isWithdrawn === ref.isWithdrawn ? undefined : { ...ref, isWithdrawn };
  const isKnown = isIncoming && version !== undefined;
  return {
    ...ref,
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
