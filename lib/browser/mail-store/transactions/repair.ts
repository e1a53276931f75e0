import type { CheckFinding, Repair } from '../../../import/check.ts';
import { mailKeyText, type AccountKey } from '../../../mail/mail.ts';
import type { Connection } from '../database/open.ts';
import { withTallies, type Tally } from '../records/accounts.ts';
import { findAsset, putAsset } from '../records/assets.ts';
import { listFeeds, putFeedState } from '../records/feeds.ts';
import { findRef, putRef } from '../records/refs.ts';
import { replaceLostPages } from './lost-pages.ts';
import { mendCounts } from './recount.ts';

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
  const isBroken = findings.some(({ code }) => code === 'storage-broken');
  const repair: Repair = { files: isBroken ? await replaceLostPages(connection) : 0, mails: 0, lost: 0 };
  const owners = new Map<string, AccountKey>();
  for (let at = 0; at < findings.length; at += atOnce) {
    await connection.write(['assets', 'refs', 'feeds', 'accounts'], 'strict', (transaction) =>
      withTallies(transaction, async (tallyOf) => {
        for (const finding of findings.slice(at, at + atOnce)) {
          if (finding.kind === 'entry') continue;
          const { service, account } = finding;
          owners.set(mailKeyText({ service, account, id: '' }), { service, account });
          if (finding.kind === 'version') repair.lost += 1;
          if (finding.kind === 'asset' && (await wantAgain(await tallyOf(finding), finding.id)))
            repair.files += 1;
          if (finding.kind === 'mail') {
            await listAgain(await tallyOf(finding), finding.id);
            repair.mails += 1;
          }
        }
      }),
    );
  }
  for (const owner of owners.values()) await mendCounts(connection, owner);
  return repair;
}

async function wantAgain(tally: Tally, key: string): Promise<boolean> {
  const asset = await findAsset(tally.transaction, tally, key);
  if (asset?.state !== 'saved') return false;
  // Its parts stay until whole bytes are there.
  putAsset(tally, asset, { ...asset, state: 'wanted' });
  return true;
}

/** The list's record is needed to read a mail, and it is not kept: the next backup lists everything, and finds this one changed. */
async function listAgain(tally: Tally, id: string): Promise<void> {
  const { transaction } = tally;
  const ref = await findRef(transaction, tally, id);
  if (ref?.state === 'resolved') putRef(tally, ref, { ...ref, version: '', isBroken: true });
  for (const { feed, state } of await listFeeds(transaction, tally)) {
    const { watermark: _watermark, ...rest } = state;
    putFeedState(transaction, tally, feed, rest);
  }
}
