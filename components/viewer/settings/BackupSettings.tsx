import { useId } from 'preact/hooks';
import type { Translate } from '../../shared/translate.ts';
import { RadioGroup } from '../shared/RadioGroup.tsx';
import type { ViewerActions } from '../viewer-props.ts';

/** When backups start, and how hard each service is asked. */
export function BackupSettings({ actions, t }: { actions: ViewerActions; t: Translate }) {
  const { settings, saveSettings, services } = actions;
  const textId = useId();
  return (
    <section class="card" aria-labelledby="settings-backups">
      <h3 id="settings-backups">{t('viewerBackups')}</h3>
      <label class="switch">
        <span>{t('viewerBackupOnOpen')}</span>
        <input
          type="checkbox"
          role="switch"
          checked={settings.backupOnOpen}
          aria-describedby={textId}
          onChange={(event) => saveSettings({ backupOnOpen: event.currentTarget.checked })}
        />
      </label>
      <p class="quiet" id={textId}>
        {t('viewerBackupOnOpenText')}
      </p>
      {services.map(({ id, name, defaultPace }) => (
        <RadioGroup
          key={id}
          legend={t('viewerPace', { service: name })}
          value={settings.paces[id] ?? defaultPace}
          choices={[
            { value: 'gentle', label: t('viewerPaceGentle'), text: t('viewerPaceGentleText') },
            { value: 'normal', label: t('viewerPaceNormal'), text: t('viewerPaceNormalText') },
            { value: 'fast', label: t('viewerPaceFast'), text: t('viewerPaceFastText') },
          ]}
          onChange={(pace) => saveSettings({ paces: { ...settings.paces, [id]: pace } })}
        />
      ))}
    </section>
  );
}
