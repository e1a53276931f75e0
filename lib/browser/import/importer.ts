import { errorCodeOf, type ErrorCode } from '../../errors.ts';
import type { Recognised } from '../../import/backup-format.ts';
import type { ImportState } from '../../import/import-state.ts';
import type { ImportStore } from '../../import/import-store.ts';
import { digestsOf, findUnfinished, planImport } from '../../import/plan-import.ts';
import type { ImportPlan } from '../../import/plan.ts';
import { emptyReport, type ImportRecord } from '../../import/report.ts';
import { runImport } from '../../import/run-import.ts';
import type { SourceId } from '../../mail/mail.ts';
import type { ChosenFile } from './choose-files.ts';
import { recognise } from './recognise.ts';

export interface ImporterParts {
  store: ImportStore;
  /** Runs `work` while nothing else writes mails; waits for that. Rejects with the signal's reason. */
  holdLease(work: () => Promise<void>, signal: AbortSignal): Promise<void>;
  /** Stops the backup of a service, so that it does not write what is being imported. */
  cancelBackup(service: SourceId): Promise<void>;
  now(): Date;
  newId(): string;
  onState(state: ImportState): void;
}

/** Everything between chosen files and their mails in the store. One thing at a time; nothing rejects, `onState` gets every state. */
export interface Importer {
  choose(files: Promise<ChosenFile[]>): Promise<void>;
  start(bringsBack: boolean): Promise<void>;
  /** Stops what is going on. What is written stays. */
  cancel(): void;
  /** Back to the beginning, when nothing is going on. */
  forget(): void;
  undo(id: string): Promise<void>;
  history(): Promise<ImportRecord[]>;
}

/** A few times a second is enough for eyes. */
const restMs = 100;

export function createImporter(parts: ImporterParts): Importer {
  const { store, now, onState } = parts;
  let work: AbortController | undefined;
  let chosen: { recognised: Recognised; plan: ImportPlan } | undefined;

  const throttled = (phase: 'reading' | 'running' | 'undoing') => {
    let last = -Infinity;
    return (done: number, total: number): void => {
      const at = now().getTime();
      if (at - last < restMs && done < total) return;
      last = at;
      onState({ phase, done, total });
    };
  };
  const begin = (): AbortController | undefined => {
    if (work) return undefined;
    work = new AbortController();
    return work;
  };

  const execute = async (bringsBack: boolean, signal: AbortSignal): Promise<void> => {
    if (!chosen) return;
    const { recognised, plan } = chosen;
    const { backups } = recognised;
    const unfinished = findUnfinished(await store.listImports(), backups);
    const record: ImportRecord = {
      id: unfinished?.id ?? parts.newId(),
      startedAt: unfinished?.startedAt ?? now().toISOString(),
      state: 'running',
      names: plan.names,
      backups: digestsOf(backups),
      mailboxes: plan.mailboxes.map(({ service, account, serviceName }) => ({
        service,
        account,
        serviceName,
      })),
      report: emptyReport(),
    };
    const end = async (change: Pick<ImportRecord, 'state'> & { code?: ErrorCode }): Promise<ImportRecord> => {
      const ended = { ...record, ...change, endedAt: now().toISOString() };
      await store.putImport(ended).catch(() => undefined);
      return ended;
    };
    for (const { name, code } of recognised.refused) {
      record.report.damaged.push({ what: 'backup', name, code });
    }
    try {
      await Promise.all([...new Set(plan.mailboxes.map(({ service }) => service))].map(parts.cancelBackup));
      onState({ phase: 'waiting' });
      await parts.holdLease(async () => {
        await store.putImport(record);
        const onProgress = throttled('running');
        await runImport({
          id: record.id,
          backups,
          store,
          bringsBack,
          now,
          onProgress,
          signal,
          report: record.report,
        });
      }, signal);
      onState({ phase: 'ended', record: await end({ state: 'done' }) });
    } catch (error) {
      const code = errorCodeOf(error);
      if (signal.aborted) onState({ phase: 'ended', record: await end({ state: 'stopped' }) });
      else onState({ phase: 'failed', code, refused: [], record: await end({ state: 'failed', code }) });
    }
    chosen = undefined;
  };

  return {
    async choose(files) {
      const { signal } = begin() ?? {};
      if (!signal) return;
      let refused: { name: string; code: ErrorCode }[] = [];
      try {
        const onProgress = throttled('reading');
        onProgress(0, 0);
        const recognised = await recognise(await files);
        refused = recognised.refused;
        const plan = await planImport(recognised, store, onProgress, signal);
        chosen = { recognised, plan };
        onState({ phase: 'planned', plan });
      } catch (error) {
        if (signal.aborted) onState({ phase: 'idle' });
        else onState({ phase: 'failed', code: errorCodeOf(error), refused });
      } finally {
        work = undefined;
      }
    },
    async start(bringsBack) {
      const { signal } = begin() ?? {};
      if (!signal) return;
      await execute(bringsBack, signal).catch((error: unknown) =>
        onState({ phase: 'failed', code: errorCodeOf(error), refused: [] }),
      );
      work = undefined;
    },
    cancel: () => work?.abort(),
    forget() {
      if (work) return;
      chosen = undefined;
      onState({ phase: 'idle' });
    },
    async undo(id) {
      const { signal } = begin() ?? {};
      if (!signal) return;
      try {
        const record = (await store.listImports()).find((each) => each.id === id);
        await Promise.all((record?.mailboxes ?? []).map(({ service }) => parts.cancelBackup(service)));
        onState({ phase: 'waiting' });
        await parts.holdLease(() => store.undo(id, throttled('undoing'), signal), signal);
        onState({ phase: 'idle' });
      } catch (error) {
        if (signal.aborted) onState({ phase: 'idle' });
        else onState({ phase: 'failed', code: errorCodeOf(error), refused: [] });
      } finally {
        work = undefined;
      }
    },
    history: () => store.listImports(),
  };
}
