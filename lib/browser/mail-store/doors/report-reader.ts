import type { AccountKey, SourceId } from '../../../mail/mail.ts';
import type { FileFacts, MailboxFacts } from '../../../mail/report.ts';
import type { Connection } from '../database/open.ts';
import { listAccounts } from '../records/accounts.ts';
import { eachAsset } from '../records/assets.ts';
import { listProblems } from '../records/problems.ts';
import type { DatedService } from './export-reader.ts';

/** What the report is made of besides the rows: listings, files and failures of every mailbox. */
export async function readMailboxFacts(
  connection: Connection,
  factsOf: (service: SourceId) => DatedService,
): Promise<MailboxFacts[]> {
  const accounts = await connection.read(['accounts'], listAccounts);
  return Promise.all(
    accounts.map(async ({ service, account, counts }) => {
      const { name, utcOffsetMinutes } = factsOf(service);
      const owner = { service, account };
      return {
        ...owner,
        serviceName: name,
        utcOffsetMinutes,
        listed: counts.mailsListed,
        files: await readFiles(connection, owner),
        problems: await readProblems(connection, owner),
      };
    }),
  );
}

async function readFiles(connection: Connection, owner: AccountKey): Promise<FileFacts[]> {
  const files: FileFacts[] = [];
  for await (const batch of eachAsset(connection, owner)) {
    for (const { ref, state, reason, facts } of batch) {
      const sizeBytes = state === 'saved' ? (facts?.sizeBytes ?? 0) : 0;
      files.push({ mailId: ref.mailId, state, ...(reason === undefined ? {} : { reason }), sizeBytes });
    }
  }
  return files;
}

function readProblems(connection: Connection, owner: AccountKey): Promise<MailboxFacts['problems']> {
  return connection.read(['problems'], async (transaction) => {
    const found = await listProblems(transaction, owner, 'mail');
    return found.map(({ id, state, code }) => ({ id, state, code }));
  });
}
