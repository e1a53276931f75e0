import { Button } from '../shared/Button.tsx';
import { Icon } from '../shared/Icon.tsx';
import type { Translate } from '../shared/translate.ts';
import type { Notice } from './shared/use-notice.ts';

interface NoticeBarProps {
  notice: Notice | undefined;
  onDismiss(): void;
  t: Translate;
}

/** The latest notice over the foot of the page, with a button that undoes the action where possible. */
export function NoticeBar({ notice, onDismiss, t }: NoticeBarProps) {
  return (
    <div class="notice-bar" hidden={!notice} data-afloat>
      <p role="status">{notice?.text}</p>
      {notice?.undo && (
        <Button
          kind="quiet"
          data-action={`undo: ${notice.text}`}
          onClick={() => {
            notice.undo?.();
            onDismiss();
          }}
        >
          {t('viewerUndo')}
        </Button>
      )}
      {notice && (
        <Button kind="quiet" shape="icon" aria-label={t('sharedClose')} onClick={onDismiss}>
          <Icon name="close" />
        </Button>
      )}
    </div>
  );
}
