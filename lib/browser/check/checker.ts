import type { CheckMode, CheckRecord, CheckState } from '../../import/check.ts';
import { errorCodeOf, MailArkError } from '../../errors.ts';
import type { ChosenFile } from '../import/choose-files.ts';
import { recognise } from '../import/recognise.ts';
import type { CheckStore } from '../mail-store/doors/check-door.ts';

export interface CheckerParts {
  store: CheckStore;
  now(): Date;
  onState(state: CheckState): void;
}

/** Checks what is saved, or a backup file. One at a time; nothing rejects, `onState` gets every state. */
export interface Checker {
  /** Goes on with a check of the same kind that was stopped or whose tab was closed. */
  checkStore(mode: CheckMode): Promise<void>;
  checkFiles(files: readonly ChosenFile[], mode: CheckMode): Promise<void>;
  cancel(): void;
  repair(record: CheckRecord): Promise<void>;
  /** The last checks, newest first. */
  history(): Promise<CheckRecord[]>;
}

/** The record is kept about as often as this, in milliseconds: what is done twice after a closed tab. */
const keepMs = 2_000;
/** And shown as often as this. */
const showMs = 100;

export function createChecker({ store, now, onState }: CheckerParts): Checker {
  let work: AbortController | undefined;

  const begin = async (id: string, name: string, mode: CheckMode, total: number): Promise<CheckRecord> => {
    const known = (await store.listChecks()).find((record) => record.id === id);
    if (known && known.mode === mode && known.state !== 'done') return { ...known, state: 'running', name };
    return {
      ...{ id, name, mode, total, startedAt: now().toISOString(), state: 'running' },
      ...{ done: 0, sizeBytes: 0, findings: [], moreFindings: 0, sumsMade: 0 },
    };
  };

  const run = async (
    makeRecord: () => Promise<CheckRecord>,
    check: (
      record: CheckRecord,
      watch: { onProgress(record: CheckRecord): Promise<void>; signal: AbortSignal },
    ) => Promise<void>,
  ): Promise<void> => {
    if (work) return;
    const current = new AbortController();
    work = current;
    const { signal } = current;
    let record: CheckRecord | undefined;
    try {
      record = await makeRecord();
      onState({ phase: 'running', record: { ...record } });
      let kept = now().getTime();
      let shown = kept;
      const onProgress = async (news: CheckRecord): Promise<void> => {
        const at = now().getTime();
        if (at - shown >= showMs) onState({ phase: 'running', record: { ...news } });
        if (at - shown >= showMs) shown = at;
        if (at - kept < keepMs) return;
        kept = at;
        await store.putCheck(news);
      };
      await check(record, { onProgress, signal });
      record = { ...record, state: 'done', endedAt: now().toISOString() };
      await store.putCheck(record);
      onState({ phase: 'ended', record });
    } catch (error) {
      if (record && signal.aborted) {
        record = { ...record, state: 'stopped', endedAt: now().toISOString() };
        await store.putCheck(record).catch(() => undefined);
        onState({ phase: 'ended', record });
      } else onState({ phase: 'failed', code: errorCodeOf(error) });
    } finally {
      work = undefined;
    }
  };

  return {
    checkStore: (mode) =>
      run(
        async () => begin('store', '', mode, await store.countStored()),
        (record, watch) => store.check(record, watch),
      ),
    async checkFiles(files, mode) {
      const { backups, refused } = await recognise(files);
      const [backup] = backups;
      await run(
        async () => {
          if (!backup) throw new MailArkError(refused[0]?.code ?? 'nothing-to-import', 'There is no backup.');
          return begin(`zip:${backup.digest}`, backup.name, mode, backup.partCount);
        },
        async (record, watch) => {
          await backup?.check(record, watch);
        },
      );
    },
    cancel: () => work?.abort(),
    async repair(record) {
      try {
        onState({ phase: 'ended', record, repair: await store.repair(record.findings) });
      } catch (error) {
        onState({ phase: 'failed', code: errorCodeOf(error) });
      }
    },
    history: () => store.listChecks(),
  };
}
