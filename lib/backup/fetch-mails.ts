import { BadAnswerError, BrokenRecordError, MailArkError } from '../errors.ts';
import type { AssetRef } from '../mail/asset.ts';
import type { AccountKey, Mail } from '../mail/mail.ts';
import type { Call, MailRef, Session, Source } from '../sources/source.ts';
import { createBatchWriter } from './batch-writer.ts';
import type { Fetcher } from './fetcher.ts';
import { workers } from './in-parallel.ts';
import type { BackupStore, Clock } from './ports.ts';
import { createRefusals } from './refusals.ts';
import type { Run } from './run.ts';
import type { WorkQueue } from './work-queue.ts';

export interface MailStage {
  source: Source;
  session: Session;
  owner: AccountKey;
  run: Pick<Run, 'startedAt'>;
  fetcher: Fetcher;
  store: BackupStore;
  clock: Clock;
  queue: WorkQueue<MailRef>;
  /** Mails that are safe now, and the files that wait because of them. */
  onSaved(mails: Mail[], waiting: AssetRef[]): void;
  /** Ends the run: the store refused. */
  onFailure(error: unknown): void;
}

const batchLimits = { items: 50, sizeBytes: 4 << 20, waitMs: 250, unwrittenBytes: 16 << 20 };
/** The governor decides how many are truly under way; these wait in its line. */
const mailWorkers = 64;
/** A page that turns out to be an error page only when read. */
const readTries = 3;

/**
 * Fetches the mails of the refs and saves them, many in a transaction. One that cannot be had while others can is recorded.
 * Rejects with `TroubledKindError` when none can.
 */
export async function fetchMails(stage: MailStage, signal: AbortSignal): Promise<void> {
  const { source, owner, run, store, clock, queue, onSaved, onFailure } = stage;
  const { detail } = source;
  if (!detail) return void (await queue.take(signal)); // Lists are all there is; this ends with them.
  const writer = createBatchWriter<Mail>({
    limits: batchLimits,
    sizeOf: ({ raw, text, htmlBody }) => 2 * (raw.length + text.length + (htmlBody?.length ?? 0)),
    clock,
    onFailure,
    async write(mails) {
      const waiting = await store.putMails(owner, mails);
      queue.settle(mails.map(({ id }) => id));
      onSaved(mails, waiting);
    },
  });

  const refusals = createRefusals<MailRef>({
    kind: 'mails',
    queue,
    groupOf: () => 'mails',
    ask: (ref, askSignal) => fetchMail(stage, detail, ref, askSignal),
    listSaved: () => store.listSavedMails(owner),
    async record({ id }, { code }) {
      const at = new Date(clock.now()).toISOString();
      await store.putRefusals([{ ...owner, kind: 'mail', id, code, at, run: run.startedAt }]);
      queue.settle([id]);
    },
  });

  const work = async (workSignal: AbortSignal): Promise<void> => {
    for (let asked; (asked = await refusals.next(workSignal));) {
      let mail: Mail;
      try {
        mail = await fetchMail(stage, detail, asked.item, workSignal);
      } catch (error) {
        await refusals.refused(asked, error, workSignal);
        continue;
      }
      refusals.served(asked.item);
      await writer.add(mail);
    }
  };

  try {
    await workers(mailWorkers, work)(signal);
  } finally {
    await writer.finish();
  }
}

async function fetchMail(
  { session, fetcher }: MailStage,
  detail: Call<MailRef, Mail>,
  ref: MailRef,
  signal: AbortSignal,
): Promise<Mail> {
  const request = detail.request(session, ref);
  for (let tries = 1; ; tries++) {
    const { text } = await fetcher.fetch(request, session, signal);
    try {
      return detail.parse(session, ref, text);
    } catch (error) {
      if (error instanceof BadAnswerError && tries < readTries) continue;
      if (error instanceof MailArkError) throw error;
      // One poisoned mail must not end the run, whatever it trips over.
      throw new BrokenRecordError('body', 'The mail could not be read.');
    }
  }
}
