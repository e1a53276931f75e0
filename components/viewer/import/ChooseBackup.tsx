import { useId } from 'preact/hooks';
import { Icon } from '../../shared/Icon.tsx';
import type { Translate } from '../../shared/translate.ts';
import type { ImportActions } from './import-actions.ts';

interface ChooseBackupProps {
  importing: ImportActions;
  t: Translate;
}

/** The attribute has no name in the types of HTML. */
function takeFolder(input: HTMLInputElement | null): void {
  if (input) input.webkitdirectory = true;
}

/** Where files or a folder are chosen; dropping them works in the whole window. */
export function ChooseBackup({ importing, t }: ChooseBackupProps) {
  const filesId = useId();
  const folderId = useId();
  const choose = ({ currentTarget }: { currentTarget: HTMLInputElement }): void => {
    const files = [...(currentTarget.files ?? [])];
    if (files.length > 0) importing.chooseFiles(files);
    // The same files may be chosen again.
    currentTarget.value = '';
  };
  return (
    <section class="card choose-backup">
      <Icon name="import" />
      <p>{t('importIntro')}</p>
      <div class="choose-field">
        <label htmlFor={filesId}>{t('importFiles')}</label>
        <input
          id={filesId}
          class="field"
          type="file"
          accept=".zip,application/zip"
          multiple
          onChange={choose}
        />
      </div>
      <div class="choose-field">
        <label htmlFor={folderId}>{t('importFolder')}</label>
        <input id={folderId} class="field" type="file" ref={takeFolder} onChange={choose} />
      </div>
      <p class="quiet">{t('importDropHere')}</p>
    </section>
  );
}
