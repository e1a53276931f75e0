import { browser } from 'wxt/browser';
import { errorCodeOf } from '../../errors.ts';
import type { Overview } from '../../messages.ts';
import type { MailStore } from '../mail-store/doors/open-mail-store.ts';
import { databaseName } from '../mail-store/database/schema.ts';
import { migrations, versionAfter } from '../mail-store/database/migrations.ts';
import { readSettings } from '../shell/settings.ts';
import type { JournalEntry } from '../shell/journal.ts';
import type { ReportFacts } from './report-schema.ts';

/** Gathers what a report is made of. What cannot be read is left out or named by a code; the call never rejects for it. */
export async function collectFacts(
  overview: Overview,
  journal: readonly JournalEntry[],
  openStore: () => Promise<MailStore>,
): Promise<ReportFacts> {
  const found = await findSchemaOnDisk();
  const storage = await readStorage();
  return {
    now: Date.now(),
    extensionVersion: browser.runtime.getManifest().version,
    userAgent: navigator.userAgent,
    schema: { known: versionAfter(migrations), ...(found === undefined ? {} : { found }) },
    isOnline: navigator.onLine,
    ...(storage ? { storage } : {}),
    settings: await readSettings(),
    overview,
    ...(await readMailboxes(openStore)),
    journal,
  };
}

async function readMailboxes(
  openStore: () => Promise<MailStore>,
): Promise<Pick<ReportFacts, 'runs' | 'mailboxes' | 'readProblem'>> {
  try {
    const { backup, library } = await openStore();
    const owners = await library.usage();
    const mailboxes = owners.map(async (owner) => ({
      service: owner.service,
      counts: await backup.counts(owner),
      problems: await backup.listProblems(owner),
    }));
    return { runs: await backup.listRuns(), mailboxes: await Promise.all(mailboxes) };
  } catch (error) {
    return { runs: [], mailboxes: [], readProblem: errorCodeOf(error) };
  }
}

async function findSchemaOnDisk(): Promise<number | undefined> {
  const databases = await indexedDB.databases().catch(() => []);
  return databases.find(({ name }) => name === databaseName)?.version;
}

async function readStorage(): Promise<ReportFacts['storage']> {
  try {
    const [{ usage, quota }, isPersisted] = await Promise.all([
      navigator.storage.estimate(),
      navigator.storage.persisted(),
    ]);
    return {
      isPersisted,
      ...(usage === undefined ? {} : { usageBytes: usage }),
      ...(quota === undefined ? {} : { quotaBytes: quota }),
    };
  } catch {
    return undefined;
  }
}
