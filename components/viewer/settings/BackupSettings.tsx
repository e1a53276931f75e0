import type { Translate } from '../../shared/translate.ts';
import { RadioGroup } from '../shared/RadioGroup.tsx';
import type { ViewerActions } from '../viewer-props.ts';
import { PermissionSwitch } from './PermissionSwitch.tsx';
import { Switch } from './Switch.tsx';

/** When backups start, the pace of each service, and what happens during and after long backups. */
export function BackupSettings({ actions, t }: { actions: ViewerActions; t: Translate }) {
  const { settings, saveSettings, services, optionalPermissions, allow } = actions;
  return (
    <section class="card" aria-labelledby="settings-backups">
      <h3 id="settings-backups">{t('viewerBackups')}</h3>
      <Switch
        label={t('viewerBackupOnOpen')}
        text={t('viewerBackupOnOpenText')}
        isOn={settings.backupOnOpen}
        onChange={(backupOnOpen) => saveSettings({ backupOnOpen })}
      />
      {optionalPermissions.includes('power') && (
        <PermissionSwitch
          label={t('viewerKeepAwake')}
          text={t('viewerKeepAwakeText')}
          isOn={settings.keepComputerAwake}
          allow={() => allow('power')}
          onChange={(keepComputerAwake) => saveSettings({ keepComputerAwake })}
          t={t}
        />
      )}
      {optionalPermissions.includes('notifications') && (
        <PermissionSwitch
          label={t('viewerNotify')}
          text={t('viewerNotifyText')}
          isOn={settings.notifyWhenDone}
          allow={() => allow('notifications')}
          onChange={(notifyWhenDone) => saveSettings({ notifyWhenDone })}
          t={t}
        />
      )}
      {services.map(({ id, name }) => (
        <Switch
          key={id}
          label={t('viewerPicturesLater', { service: name })}
          text={t('viewerPicturesLaterText')}
          isOn={settings.picturesLater[id] === true}
          onChange={(isOn) => saveSettings({ picturesLater: { ...settings.picturesLater, [id]: isOn } })}
        />
      ))}
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
