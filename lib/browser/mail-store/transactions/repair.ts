import type { CheckFinding, Repair } from '../../../import/check.ts';
import { mailKeyText, type AccountKey } from '../../../mail/mail.ts';
import { accountTuple, keysUnder, keyTuple } from '../database/keys.ts';
import { Requests, type Connection } from '../database/open.ts';
import { mendCounts } from './recount.ts';
import type { AccountRecord, WriteTransaction } from '../database/schema.ts';
import { putTally, readTally } from '../records/accounts.ts';

const atOnce = 200;

/**
 * Lets the next backup fetch again what a check found damaged: files are wanted, mails are read from the list anew, and
 * counters are set to what is there. Nothing is deleted: damaged bytes and words stay until better ones are there, from a
 * backup or an import. Safe to repeat.
 */
export async function repairStore(
  connection: Connection,
  findings: readonly CheckFinding[],
): Promise<Repair> {
  const repair: Repair = { files: 0, mails: 0, lost: 0 };
  const owners = new Map<string, AccountKey>();
  for (let at = 0; at < findings.length; at += atOnce) {
    await connection.write(['assets', 'refs', 'feeds', 'accounts'], 'strict', async (transaction) => {
      for (const finding of findings.slice(at, at + atOnce)) {
        if (finding.kind === 'entry') continue;
        const { service, account } = finding;
        owners.set(mailKeyText({ service, account, id: '' }), { service, account });
        if (finding.kind === 'version') repair.lost += 1;
        if (finding.kind === 'asset' && (await wantAgain(transaction, finding, finding.id)))
          repair.files += 1;
        if (finding.kind === 'mail') {
          await listAgain(transaction, finding, finding.id);
          repair.mails += 1;
        }
      }
    });
  }
  for (const owner of owners.values()) await mendCounts(connection, owner);
  return repair;
}

async function wantAgain(transaction: WriteTransaction, owner: AccountKey, key: string): Promise<boolean> {
  const assets = transaction.objectStore('assets');
  const asset = await assets.get(keyTuple(owner, key));
  if (asset?.state !== 'saved') return false;
  const tally: AccountRecord = await readTally(transaction, owner);
  tally.counts.assetsSaved -= 1;
  tally.counts.sizeBytes -= asset.facts?.sizeBytes ?? 0;
  tally.counts.assetsWanted += 1;
  await putTally(transaction, tally);
  // Its parts stay until whole bytes are there.
  await assets.put({ ...asset, state: 'wanted', waits: asset.order });
  return true;
}

/** The list's record is needed to read a mail, and it is not kept: the next backup lists everything, and finds this one changed. */
async function listAgain(transaction: WriteTransaction, owner: AccountKey, id: string): Promise<void> {
  const requests = new Requests();
  const ref = await transaction.objectStore('refs').get(keyTuple(owner, id));
  if (ref?.state === 'resolved')
    requests.add(transaction.objectStore('refs').put({ ...ref, version: '', isBroken: true }));
  for (const feed of await transaction.objectStore('feeds').getAll(keysUnder(...accountTuple(owner)))) {
    const { watermark: _watermark, ...state } = feed.state;
    requests.add(transaction.objectStore('feeds').put({ ...feed, state }));
  }
  await requests.all();
}
