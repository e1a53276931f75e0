import { Icon } from '../../shared/Icon.tsx';
import type { Translate } from '../../shared/translate.ts';
import { FileButton } from '../shared/FileButton.tsx';
import type { ImportActions } from './import-actions.ts';

interface ChooseBackupProps {
  importing: ImportActions;
  t: Translate;
}

/** Buttons that choose files or a folder; files can also be dropped anywhere in the window. */
export function ChooseBackup({ importing, t }: ChooseBackupProps) {
  return (
    <section class="card choose-backup">
      <Icon name="import" />
      <p>{t('importIntro')}</p>
      <div class="card-buttons">
        <FileButton
          kind="primary"
          accept=".zip,application/zip"
          isMultiple
          onChoose={(files) => importing.chooseFiles(files)}
        >
          {t('importFiles')}
        </FileButton>
        <FileButton isFolder onChoose={(files) => importing.chooseFiles(files)}>
          {t('importFolder')}
        </FileButton>
      </div>
      <p class="quiet">{t('importDropHere')}</p>
    </section>
  );
}
