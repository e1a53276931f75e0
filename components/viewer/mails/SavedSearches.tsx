import { useState } from 'preact/hooks';
import type { SavedSearch } from '../../../lib/mail/marks.ts';
import { Button } from '../../shared/Button.tsx';
import { Dialog } from '../../shared/Dialog.tsx';
import { Icon } from '../../shared/Icon.tsx';
import type { Translate } from '../../shared/translate.ts';
import type { Notice } from '../shared/use-notice.ts';
import type { MarksView } from '../shared/use-marks.ts';
import { readSearch, writeSearch } from './search-address.ts';
import type { MailSearch } from './use-mail-search.ts';

interface SavedSearchesProps {
  search: MailSearch;
  marks: MarksView;
  notify(notice: Notice): void;
  onClose(): void;
  t: Translate;
}

/** The saved searches: open one, save the current one, rename and delete. */
export function SavedSearches({ search, marks, notify, onClose, t }: SavedSearchesProps) {
  const { searches, edit } = marks;
  const [name, setName] = useState(search.state.query);
  const [renamed, setRenamed] = useState<SavedSearch>();
  const openSearch = ({ address }: SavedSearch): void => {
    search.set(readSearch(new URLSearchParams(address)));
    onClose();
  };
  const keep = (event: Event): void => {
    event.preventDefault();
    const written = name.trim();
    if (written === '') return;
    const address = writeSearch(search.state).toString();
    void edit?.({ putSearches: [{ id: crypto.randomUUID(), name: written, address }] });
    setName('');
  };
  const rename = (event: Event): void => {
    event.preventDefault();
    const written = renamed?.name.trim() ?? '';
    if (renamed && written !== '') void edit?.({ putSearches: [{ ...renamed, name: written }] });
    setRenamed(undefined);
  };
  const remove = (saved: SavedSearch): void => {
    void edit?.({ deleteSearch: saved.id }).then(() =>
      notify({
        text: t('viewerSearchDeleted', { name: saved.name }),
        undo: () => void edit({ putSearches: [saved] }),
      }),
    );
  };
  return (
    <Dialog
      title={t('viewerSavedSearches')}
      onClose={onClose}
      buttons={
        <Button kind="primary" onClick={onClose}>
          {t('sharedClose')}
        </Button>
      }
    >
      {searches.length === 0 && <p class="quiet">{t('viewerSavedNone')}</p>}
      <ul class="saved-searches">
        {searches.map((saved) =>
          renamed?.id === saved.id ? (
            <li key={saved.id}>
              <form class="saved-form" onSubmit={rename}>
                <input
                  class="field"
                  value={renamed.name}
                  maxLength={80}
                  aria-label={t('viewerSearchName')}
                  ref={(input) => input?.focus()}
                  onInput={(event) => setRenamed({ ...renamed, name: event.currentTarget.value })}
                />
                <Button type="submit">{t('viewerSave')}</Button>
              </form>
            </li>
          ) : (
            <li key={saved.id}>
              <button type="button" class="saved-look" dir="auto" onClick={() => openSearch(saved)}>
                {saved.name}
              </button>
              {edit && (
                <>
                  <Button
                    kind="quiet"
                    shape="icon"
                    aria-label={t('viewerRename', { name: saved.name })}
                    title={t('viewerRename', { name: saved.name })}
                    onClick={() => setRenamed(saved)}
                  >
                    <Icon name="edit" />
                  </Button>
                  <Button
                    kind="quiet"
                    shape="icon"
                    aria-label={t('viewerDeleteNamed', { name: saved.name })}
                    title={t('viewerDeleteNamed', { name: saved.name })}
                    onClick={() => remove(saved)}
                  >
                    <Icon name="trash" />
                  </Button>
                </>
              )}
            </li>
          ),
        )}
      </ul>
      {edit && search.isActive && (
        <form class="saved-form" onSubmit={keep}>
          <input
            class="field"
            value={name}
            maxLength={80}
            aria-label={t('viewerSearchName')}
            placeholder={t('viewerSearchName')}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" disabled={name.trim() === ''}>
            {t('viewerSearchSave')}
          </Button>
        </form>
      )}
    </Dialog>
  );
}
