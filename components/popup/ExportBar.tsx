import type { ExportState } from '../../lib/messages.ts';
import { Button } from '../shared/Button.tsx';
import type { Formats } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import type { Translate } from '../shared/translate.ts';
import { describeExport } from './describe-export.ts';
import type { PopupActions } from './popup-actions.ts';

interface ExportBarProps {
  state: ExportState;
  /** When the last export was and what it lacks; undefined when there is nothing to show. */
  standing: string | undefined;
  /** The id of the element with the only service's name, which describes the buttons. */
  describedBy?: string;
  t: Translate;
  formats: Formats;
  actions: PopupActions;
}

/** The foot of the popup: buttons to open the viewer and to export, and the state of the last export. */
export function ExportBar({ state, standing, describedBy, t, formats, actions }: ExportBarProps) {
  const exported = describeExport(state, t, formats);
  const described = describedBy === undefined ? {} : { 'aria-describedby': describedBy };
  return (
    <footer class="popup-foot">
      <p class="export-standing">
        {standing !== undefined && <span>{standing}</span>}
        <button type="button" class="export-link" onClick={() => actions.openExportOptions()}>
          {t('exportOptions')}
        </button>
      </p>
      <div class="popup-foot-buttons">
        <Button {...described} onClick={() => actions.openViewer()}>
          <Icon name="mail" />
          {t('popupOpenViewer')}
        </Button>
        <Button {...described} disabled={exported?.isBusy === true} onClick={() => actions.startExport()}>
          <Icon name="export" />
          {t('popupExport')}
        </Button>
      </div>
      {exported && (
        <div class="export" data-trouble={exported.isTrouble}>
          <p class="export-sentence">
            {!exported.isBusy && <Icon name={exported.isTrouble ? 'warning' : 'check'} />}
            <span>{exported.sentence}</span>
          </p>
          {exported.percent !== undefined && (
            // Hidden from assistive technology: the popup's one progressbar is the backup's, and the text says the
            // same.
            <div class="progress" aria-hidden="true">
              <div style={{ width: `${exported.percent}%` }} />
            </div>
          )}
          {exported.isBusy ? (
            <div class="export-busy">
              <p class="export-detail">{exported.detail}</p>
              <Button onClick={() => actions.cancelExport()}>{t('popupStopExport')}</Button>
            </div>
          ) : (
            exported.detail !== undefined && <p class="export-detail">{exported.detail}</p>
          )}
          {state.phase === 'done' && (
            <button type="button" class="export-link" onClick={() => actions.showExport()}>
              {t('exportShow')}
            </button>
          )}
        </div>
      )}
    </footer>
  );
}
