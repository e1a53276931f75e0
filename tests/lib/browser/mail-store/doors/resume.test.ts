import { beforeAll, describe, expect, it } from 'vitest';
import { createFetcher } from '../../../../../lib/backup/fetcher.ts';
import { createGovernor } from '../../../../../lib/backup/governor.ts';
import { paces } from '../../../../../lib/backup/pace.ts';
import type { BackupStore } from '../../../../../lib/backup/ports.ts';
import { runBackup } from '../../../../../lib/backup/run-backup.ts';
import type { MailStore } from '../../../../../lib/browser/mail-store/doors/open-mail-store.ts';
import { StorageFullError } from '../../../../../lib/errors.ts';
import { aFakeClock } from '../../../../support/fake-clock.ts';
import { aScriptedService, aSession, lettersSource } from '../../../../support/scripted-service.ts';
import { countTried } from '../../../../support/tried.ts';
import { freshDatabases, openStore } from '../open-store.ts';

const owner = { service: 'letters', account: 'a1' };
const mails = 65;
const writing = [
  'putRun',
  'putPages',
  'putMails',
  'putAssets',
  'putProblems',
  'putRefusals',
  'finishWalk',
] as const;

/** Counts the commits, and after the `last` one answers no call any more. */
function cutAfter(store: BackupStore, last: number) {
  const cut: BackupStore = { ...store };
  const seen = { commits: 0 };
  const watch =
    <A extends unknown[], R>(method: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      if (seen.commits >= last) return new Promise<never>(() => undefined);
      seen.commits += 1;
      const answer = await method(...given);
      return seen.commits < last ? answer : new Promise<never>(() => undefined);
    };
  for (const name of writing) Object.assign(cut, { [name]: watch(store[name] as () => Promise<unknown>) });
  return { cut, seen };
}

function start(store: BackupStore) {
  const clock = aFakeClock();
  const service = aScriptedService({ clock, mails });
  const fetcher = createFetcher({
    transport: service.transport,
    governor: createGovernor({ clock, limits: () => paces.normal }),
    sessions: service.sessions,
    source: lettersSource,
    clock,
  });
  const run = { isFull: false, startedAt: '2026-01-01T00:00:00.000Z' };
  const { signal } = new AbortController();
  return {
    clock,
    done: runBackup({ run, source: lettersSource, session: aSession, fetcher, store, clock, signal }),
  };
}

/** Everything a user would miss: words, files to the byte, counters. */
async function contentOf({ backup, exportReader }: MailStore): Promise<unknown> {
  const kept = [];
  for await (const mail of exportReader.mails(owner, new AbortController().signal)) {
    const files = await Promise.all(
      mail.assets.map(async ({ ref }) => {
        const bytes = await (await exportReader.openAsset(owner, ref.key))?.blob().bytes();
        return bytes && Buffer.from(bytes).toString('base64');
      }),
    );
    kept.push({ ...mail, files });
  }
  const { walk, watermark } = await backup.readFeed(owner, 'inbox');
  return { kept, counts: await backup.counts(owner), isMarked: walk?.number === watermark?.walk };
}

/** What an undisturbed backup leaves, and in how many commits. */
let right: unknown;
let commits: number;

beforeAll(async () => {
  freshDatabases();
  const undisturbed = await openStore();
  const whole = cutAfter(undisturbed.backup, Infinity);
  const first = start(whole.cut);
  await first.clock.run(first.done);
  right = await contentOf(undisturbed);
  commits = whole.seen.commits;
  undisturbed.close();
  expect(right).toMatchObject({ counts: { mailsSaved: mails }, isMarked: true });
  expect(commits).toBeGreaterThan(5);
});

describe('a backup into the database, whose worker was killed', () => {
  it('ends as if nothing had happened, killed after any commit', async () => {
    let kills = 0;
    for (let commit = 1; commit < commits; commit++) {
      freshDatabases();
      const killed = await openStore();
      const { cut, seen } = cutAfter(killed.backup, commit);
      const engine = start(cut);
      let isOver = false;
      void engine.done.finally(() => (isOver = true));
      await engine.clock.runUntil(() => seen.commits >= commit || isOver);
      // A run may need fewer commits than the first: that depends on how fast another thread hashes.
      if (seen.commits < commit) {
        killed.close();
        break;
      }
      const revived = await openStore();
      const resumed = start(revived.backup);
      await resumed.clock.run(resumed.done);
      expect(await contentOf(revived), `commit ${commit}`).toEqual(right);
      killed.close();
      revived.close();
      kills += 1;
      countTried('worker killed after a commit (database)');
    }
    expect(kills).toBeGreaterThanOrEqual(5);
  });
});

/** Has no room for the commit of this number. */
function fullAt(store: BackupStore, number: number): BackupStore {
  const full: BackupStore = { ...store };
  let written = 0;
  const watch =
    <A extends unknown[], R>(method: (...given: A) => Promise<R>) =>
    (...given: A): Promise<R> =>
      ++written === number ? Promise.reject(new StorageFullError()) : method(...given);
  for (const name of writing) Object.assign(full, { [name]: watch(store[name] as () => Promise<unknown>) });
  return full;
}

describe('a backup into a database without room', () => {
  it('stops, and ends as if nothing had happened once there is room again, whichever write was refused', async () => {
    // How many pages share a write differs from run to run, so the writes are counted by going on until none is refused.
    for (let commit = 1, isRefused = true; isRefused; commit++) {
      freshDatabases();
      const store = await openStore();
      const refused = start(fullAt(store.backup, commit));
      const failure = await refused.clock.run(
        refused.done.then(
          () => undefined,
          (error: unknown) => error,
        ),
      );
      isRefused = failure !== undefined;
      if (isRefused) expect(failure, `commit ${commit}`).toBeInstanceOf(StorageFullError);
      else expect(commit).toBeGreaterThan(5);
      const freed = start(store.backup);
      await freed.clock.run(freed.done);
      expect(await contentOf(store), `commit ${commit}`).toEqual(right);
      store.close();
      countTried('no room: one write refused', isRefused ? 1 : 0);
    }
  });
});
