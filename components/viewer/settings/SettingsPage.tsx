import { useMemo } from 'preact/hooks';
import type { MailRow } from '../../../lib/mail/mail.ts';
import type { PageProps } from '../page-props.ts';
import { useTitle } from '../shared/use-title.ts';
import { AppearanceSettings } from './AppearanceSettings.tsx';
import { BackupSettings } from './BackupSettings.tsx';
import { NameSettings } from './NameSettings.tsx';
import { ProblemList } from './ProblemList.tsx';
import { ReportSettings } from './ReportSettings.tsx';
import { StorageSettings } from './StorageSettings.tsx';
import { TagSettings } from './TagSettings.tsx';

/** All settings, the stored mails, and what could not be saved. */
export function SettingsPage(props: PageProps) {
  const { library, mails, preferences, savePreferences, actions, t, formats } = props;
  const { rows, serviceNames, version } = mails;
  useTitle(t('viewerSettings'), t);
  const senders = useMemo(() => sendersOfMailboxes(rows), [rows]);
  return (
    <main class="settings-page">
      <div class="settings-column">
        <h2 class="settings-title">{t('viewerSettings')}</h2>
        <AppearanceSettings preferences={preferences} savePreferences={savePreferences} t={t} />
        <NameSettings marks={props.marks} t={t} />
        <TagSettings marks={props.marks} notify={props.notify} t={t} />
        {actions && <BackupSettings actions={actions} t={t} />}
        <StorageSettings
          library={library}
          senders={senders}
          serviceNames={serviceNames}
          version={version}
          readRoom={actions?.readRoom}
          t={t}
          formats={formats}
        />
        {actions && (
          <ProblemList listProblems={actions.listProblems} version={version} t={t} formats={formats} />
        )}
        {actions && <ReportSettings readReport={actions.readReport} t={t} />}
      </div>
    </main>
  );
}

/** One row for each sender of each mailbox, from its newest mail. */
function sendersOfMailboxes(rows: readonly MailRow[]): MailRow[] {
  const seen = new Map<string, MailRow>();
  for (const row of rows) {
    const key = JSON.stringify([row.service, row.account, row.from.id]);
    if (!seen.has(key)) seen.set(key, row);
  }
  return [...seen.values()].sort((a, b) => (a.from.name < b.from.name ? -1 : 1));
}
