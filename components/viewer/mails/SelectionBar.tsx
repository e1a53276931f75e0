import type { MailKey } from '../../../lib/mail/mail.ts';
import { Button } from '../../shared/Button.tsx';
import { Icon } from '../../shared/Icon.tsx';
import type { Translate } from '../../shared/translate.ts';
import type { MarkMails } from './use-mark-actions.ts';

interface SelectionBarProps {
  keys: readonly MailKey[];
  total: number;
  mark: NonNullable<MarkMails>;
  onTags(): void;
  onSelectAll(): void;
  onClear(): void;
  t: Translate;
}

/** The actions on the mails selected in the list. */
export function SelectionBar({ keys, total, mark, onTags, onSelectAll, onClear, t }: SelectionBarProps) {
  const isEmpty = keys.length === 0;
  return (
    <div class="selection-bar" role="group" aria-label={t('viewerSelection')}>
      <span class="selection-count" role="status">
        {t('viewerSelectedCount', { count: keys.length })}
      </span>
      <div class="selection-buttons">
        <Button kind="quiet" disabled={keys.length === total} onClick={onSelectAll}>
          {t('viewerSelectAll')}
        </Button>
        <Button
          kind="quiet"
          disabled={isEmpty}
          onClick={() => mark(keys, { isStarred: true }, 'viewerStarredDone')}
        >
          {t('viewerStar')}
        </Button>
        <Button
          kind="quiet"
          disabled={isEmpty}
          onClick={() => mark(keys, { isStarred: false }, 'viewerUnstarredDone')}
        >
          {t('viewerUnstar')}
        </Button>
        <Button
          kind="quiet"
          disabled={isEmpty}
          onClick={() => mark(keys, { isUnread: false }, 'viewerReadDone')}
        >
          {t('viewerMarkRead')}
        </Button>
        <Button
          kind="quiet"
          disabled={isEmpty}
          onClick={() => mark(keys, { isUnread: true }, 'viewerUnreadDone')}
        >
          {t('viewerMarkUnread')}
        </Button>
        <Button kind="quiet" disabled={isEmpty} onClick={onTags}>
          {t('viewerTagsEdit')}
        </Button>
      </div>
      <Button
        kind="quiet"
        shape="icon"
        aria-label={t('viewerSelectEnd')}
        title={t('viewerSelectEnd')}
        onClick={onClear}
      >
        <Icon name="close" />
      </Button>
    </div>
  );
}
