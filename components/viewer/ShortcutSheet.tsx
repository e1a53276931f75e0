import { Button } from '../shared/Button.tsx';
import { Dialog } from '../shared/Dialog.tsx';
import type { MessageKey, Translate } from '../shared/translate.ts';

const groups: { title: MessageKey; keys: [keys: string[], does: MessageKey][] }[] = [
  {
    title: 'viewerKeysList',
    keys: [
      [['↓', 'J'], 'viewerKeyNext'],
      [['↑', 'K'], 'viewerKeyPrevious'],
      [['Home', 'End'], 'viewerKeyEnds'],
      [['Enter'], 'viewerKeyOpen'],
      [['X'], 'viewerKeySelect'],
      [['Shift + ↓'], 'viewerKeyExtend'],
      [['Ctrl + A'], 'viewerKeySelectAll'],
    ],
  },
  {
    title: 'viewerKeysMail',
    keys: [
      [['S'], 'viewerKeyStar'],
      [['U'], 'viewerKeyUnread'],
      [['T'], 'viewerKeyTags'],
      [['N'], 'viewerKeyNote'],
      [['D'], 'viewerKeyDay'],
      [['P'], 'viewerKeyPrint'],
      [['Esc'], 'viewerKeyBack'],
    ],
  },
  {
    title: 'viewerKeysEverywhere',
    keys: [
      [['/'], 'viewerKeySearch'],
      [['F'], 'viewerKeyFilters'],
      [['?'], 'viewerKeyHelp'],
    ],
  },
];

/** The list of keyboard shortcuts. */
export function ShortcutSheet({ onClose, t }: { onClose(): void; t: Translate }) {
  return (
    <Dialog
      title={t('viewerKeys')}
      onClose={onClose}
      buttons={
        <Button kind="primary" onClick={onClose}>
          {t('sharedClose')}
        </Button>
      }
    >
      {groups.map(({ title, keys }) => (
        <section key={title} class="keys">
          <h3>{t(title)}</h3>
          <dl class="help-list">
            {keys.map(([names, does]) => (
              <div key={does}>
                <dt>
                  {names.map((name) => (
                    <kbd key={name}>{name}</kbd>
                  ))}
                </dt>
                <dd>{t(does)}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
