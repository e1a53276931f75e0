import { useMemo } from 'preact/hooks';
import type { MailLibrary } from '../../lib/mail/mail-library.ts';
import type { MailRow, SourceId } from '../../lib/mail/mail.ts';
import type { Formats } from '../shared/format.ts';
import type { Translate } from '../shared/translate.ts';
import { AppearanceSettings } from './AppearanceSettings.tsx';
import { BackupSettings } from './BackupSettings.tsx';
import { ProblemList } from './ProblemList.tsx';
import { StorageSettings } from './StorageSettings.tsx';
import type { Preferences, ViewerActions } from './viewer-props.ts';

interface SettingsPageProps {
  library: MailLibrary;
  rows: readonly MailRow[];
  serviceNames: Record<SourceId, string>;
  version: number;
  preferences: Preferences;
  savePreferences(change: Partial<Preferences>): void;
  actions: ViewerActions | undefined;
  t: Translate;
  formats: Formats;
}

/** Everything that can be chosen, what is stored, and what could not be. */
export function SettingsPage(props: SettingsPageProps) {
  const { library, rows, serviceNames, version, preferences, savePreferences, actions, t, formats } = props;
  const senders = useMemo(() => sendersOfMailboxes(rows), [rows]);
  return (
    <main class="settings-page">
      <div class="settings-column">
        <h2 class="settings-title">{t('viewerSettings')}</h2>
        <AppearanceSettings preferences={preferences} savePreferences={savePreferences} t={t} />
        {actions && <BackupSettings actions={actions} t={t} />}
        <StorageSettings
          library={library}
          senders={senders}
          serviceNames={serviceNames}
          version={version}
          t={t}
          formats={formats}
        />
        {actions && (
          <ProblemList listProblems={actions.listProblems} version={version} t={t} formats={formats} />
        )}
      </div>
    </main>
  );
}

/** One row for each sender of each mailbox, by its newest mail. */
function sendersOfMailboxes(rows: readonly MailRow[]): MailRow[] {
  const seen = new Map<string, MailRow>();
  for (const row of rows) {
    const key = JSON.stringify([row.service, row.account, row.from.id]);
    if (!seen.has(key)) seen.set(key, row);
  }
  return [...seen.values()].sort((a, b) => (a.from.name < b.from.name ? -1 : 1));
}
