import type { MailRow } from '../../../lib/mail/mail.ts';
import { Button } from '../../shared/Button.tsx';
import { Icon } from '../../shared/Icon.tsx';
import type { IconName } from '../../shared/Icon.tsx';
import type { Translate } from '../../shared/translate.ts';
import { ReaderMenu } from './ReaderMenu.tsx';
import type { ReaderAction } from './ReaderMenu.tsx';
import type { MarkMails } from './use-mark-actions.ts';

interface ReaderBarProps {
  row: MailRow | undefined;
  mark: MarkMails;
  actions: readonly ReaderAction[];
  hasNote: boolean;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
  onBack(): void;
  onTags(): void;
  onNote(): void;
  t: Translate;
}

/** The toolbar above the mail: back, star and other marks, a menu of further actions, previous and next. */
export function ReaderBar(props: ReaderBarProps) {
  const { row, mark, actions, onPrevious, onNext, onBack, onTags, onNote, t } = props;
  return (
    <div class="reader-bar">
      <Button kind="quiet" class="button reader-back" onClick={onBack}>
        <Icon name="back" />
        {t('viewerBackToList')}
      </Button>
      <span class="reader-tools">
        {row && mark && (
          <>
            <Tool
              icon="star"
              label={t('viewerStar')}
              isOn={row.isStarred}
              act={() => mark([row], { isStarred: !row.isStarred })}
            />
            <Tool
              icon="unread"
              label={t('viewerMarkUnread')}
              isOn={row.isUnread}
              act={() => mark([row], { isUnread: !row.isUnread })}
            />
            <Tool icon="tag" label={t('viewerTagsEdit')} act={onTags} />
            <Tool icon="note" label={t(props.hasNote ? 'viewerNoteEdit' : 'viewerNoteAdd')} act={onNote} />
          </>
        )}
        {actions.length > 0 && <ReaderMenu actions={actions} t={t} />}
        <Tool icon="up" label={t('viewerPrevious')} act={onPrevious} />
        <Tool icon="down" label={t('viewerNext')} act={onNext} />
      </span>
    </div>
  );
}

interface ToolProps {
  icon: IconName;
  label: string;
  /** Set where the button is a toggle. */
  isOn?: boolean;
  act: (() => void) | undefined;
}

function Tool({ icon, label, isOn, act }: ToolProps) {
  return (
    <Button
      kind="quiet"
      shape="icon"
      aria-label={label}
      title={label}
      disabled={!act}
      {...(isOn === undefined ? {} : { 'aria-pressed': isOn })}
      onClick={() => act?.()}
    >
      <Icon name={icon} />
    </Button>
  );
}
