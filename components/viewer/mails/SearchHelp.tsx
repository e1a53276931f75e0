import { Button } from '../../shared/Button.tsx';
import { Dialog } from '../../shared/Dialog.tsx';
import type { MessageKey, Translate } from '../../shared/translate.ts';

const examples: [query: string, means: MessageKey][] = [
  ['비 우산', 'viewerHelpWords'],
  ['"happy birthday"', 'viewerHelpPhrase'],
  ['ㅇㅈ', 'viewerHelpInitials'],
  ['うみ', 'viewerHelpKana'],
  ['from:유진', 'viewerHelpFrom'],
  ['date:2020-05', 'viewerHelpDate'],
  ['date:2020-01..2020-03', 'viewerHelpRange'],
  ['has:picture', 'viewerHelpHas'],
  ['is:starred', 'viewerHelpIs'],
  ['tag:winter', 'viewerHelpTag'],
  ['-rain', 'viewerHelpNot'],
];

/** Examples of what the search understands. */
export function SearchHelp({ onClose, t }: { onClose(): void; t: Translate }) {
  return (
    <Dialog
      title={t('viewerSearchHelp')}
      onClose={onClose}
      buttons={
        <Button kind="primary" onClick={onClose}>
          {t('sharedClose')}
        </Button>
      }
    >
      <dl class="help-list">
        {examples.map(([query, means]) => (
          <div key={query}>
            <dt>
              <code>{query}</code>
            </dt>
            <dd>{t(means)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
