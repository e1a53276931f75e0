import { useEffect, useState } from 'preact/hooks';
import type { CheckFinding, CheckMode, CheckRecord } from '../../../lib/import/check.ts';
import { Button } from '../../shared/Button.tsx';
import { errorKey } from '../../shared/error-key.ts';
import type { Formats } from '../../shared/format.ts';
import { ProgressBar } from '../../shared/ProgressBar.tsx';
import type { MessageKey, Translate } from '../../shared/translate.ts';
import { FileButton } from '../shared/FileButton.tsx';
import { mailboxName } from '../shared/mailbox-name.ts';
import { describeVerdict } from './describe-verdict.ts';
import type { ReportActions } from './report-actions.ts';

interface CheckCardProps {
  reporting: ReportActions;
  version: number;
  t: Translate;
  formats: Formats;
}

const modeKeys: Record<CheckMode, MessageKey> = { quick: 'checkQuick', full: 'checkFull' };
/** The number of findings listed by name; the others are counted. */
const namedFindings = 100;

/** Checks the store or a backup file, shows the findings, and repairs. */
export function CheckCard({ reporting, version, t, formats }: CheckCardProps) {
  const [checks, setChecks] = useState<CheckRecord[]>([]);
  const { state, listChecks } = reporting;
  useEffect(() => {
    let isCurrent = true;
    void listChecks().then(
      (found) => isCurrent && setChecks(found),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [listChecks, version, state.phase]);
  const isRunning = state.phase === 'running';
  const shown = state.phase === 'ended' ? state.record : checks.find(({ id }) => id === 'store');
  return (
    <section class="card">
      <h3>{t('checkTitle')}</h3>
      <p class="no-print">{t('checkIntro')}</p>
      {state.phase === 'running' && (
        <>
          <p role="status">{t('checkRunning', { done: state.record.done, total: state.record.total })}</p>
          <ProgressBar
            label={t(modeKeys[state.record.mode])}
            done={state.record.done}
            total={state.record.total}
          />
          <Button onClick={reporting.cancel}>{t('sharedCancel')}</Button>
        </>
      )}
      {state.phase === 'failed' && <p role="alert">{t(errorKey(state.code))}</p>}
      {!isRunning && shown && (
        <CheckResult
          record={shown}
          {...(state.phase === 'ended' && state.repair ? { repair: state.repair } : {})}
          onRepair={() => reporting.repair(shown)}
          t={t}
          formats={formats}
        />
      )}
      {!isRunning && !shown && <p>{t('checkNever')}</p>}
      {!isRunning && (
        <>
          <div class="card-buttons no-print">
            <Button onClick={() => reporting.checkStore('quick')}>{t('checkQuick')}</Button>
            <Button onClick={() => reporting.checkStore('full')}>{t('checkFull')}</Button>
            <FileButton
              accept=".zip,application/zip"
              onChoose={(files) => reporting.checkFiles(files, 'full')}
            >
              {t('checkFile')}
            </FileButton>
          </div>
          <p class="quiet no-print">{t('checkFileHint')}</p>
        </>
      )}
    </section>
  );
}

interface CheckResultProps {
  record: CheckRecord;
  repair?: { files: number; mails: number; lost: number };
  onRepair(): void;
  t: Translate;
  formats: Formats;
}

function CheckResult({ record, repair, onRepair, t, formats }: CheckResultProps) {
  const { findings, moreFindings, mode, name, state, id } = record;
  const count = findings.length + moreFindings;
  const words = { what: t(modeKeys[mode]), time: formats.ownMoment(record.endedAt ?? record.startedAt) };
  const isStore = id === 'store';
  return (
    <div class="check-result">
      <p>{isStore ? t('checkLast', words) : t('checkLastFile', { ...words, name })}</p>
      <p role="status" class="check-verdict" data-complete={count === 0 && state === 'done'}>
        {describeVerdict(record, t)}
      </p>
      {record.sumsMade > 0 && <p class="quiet">{t('checkSumsMade', { count: record.sumsMade })}</p>}
      {findings.length > 0 && (
        <ul class="problems damage-list">
          {findings.slice(0, namedFindings).map((finding, at) => (
            <li key={at}>
              <span>{findingText(finding, t)}</span>
              <span class="quiet">{t(errorKey(finding.code))}</span>
            </li>
          ))}
        </ul>
      )}
      {count > namedFindings && (
        <p class="quiet">{t('importMoreDamaged', { count: count - namedFindings })}</p>
      )}
      {isStore && findings.length > 0 && !repair && (
        <>
          <p>{t('checkRepairText')}</p>
          <Button kind="primary" onClick={onRepair}>
            {t('checkRepair')}
          </Button>
        </>
      )}
      {repair && (
        <p role="status">
          {t('checkRepaired', { files: repair.files, mails: repair.mails })}
          {repair.lost > 0 && ` ${t('checkRepairLost', { count: repair.lost })}`}
        </p>
      )}
    </div>
  );
}

function findingText(finding: CheckFinding, t: Translate): string {
  switch (finding.kind) {
    case 'mail':
      return t('checkFindingMail', { id: finding.id });
    case 'version':
      return t('checkFindingVersion', { id: finding.id });
    case 'asset':
      return t('checkFindingFile', { id: finding.id });
    case 'counts':
      return t('checkFindingCounts', { name: mailboxName(finding, {}, t) });
    case 'entry':
      return finding.path;
  }
}
