import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from '../../shared/Icon.tsx';
import type { Translate } from '../../shared/translate.ts';
import type { Notice } from '../shared/use-notice.ts';
import type { MarksView } from '../shared/use-marks.ts';
import { focusList } from './focus-list.ts';
import { SavedSearches } from './SavedSearches.tsx';
import { longestQuery } from './search-address.ts';
import { SearchHelp } from './SearchHelp.tsx';
import type { MailSearch } from './use-mail-search.ts';

interface SearchBoxProps {
  search: MailSearch;
  marks: MarksView;
  notify(notice: Notice): void;
  inputRef: RefObject<HTMLInputElement | null>;
  t: Translate;
}

/** The search field. Escape clears it, then leaves it; the down arrow moves to the results. */
export function SearchBox({ search, marks, notify, inputRef, t }: SearchBoxProps) {
  const { query } = search.state;
  const [open, setOpen] = useState<'help' | 'saved'>();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      focusList();
    }
    if (event.key === 'Escape') {
      event.preventDefault();
      if (query !== '') search.setQuery('');
      else focusList();
    }
  };
  const hasSaved = marks.searches.length > 0 || (marks.edit !== undefined && search.isActive);
  return (
    <div class="search" role="search">
      <Icon name="search" />
      <input
        type="search"
        ref={inputRef}
        aria-label={t('viewerSearch')}
        placeholder={t('viewerSearch')}
        value={query}
        maxLength={longestQuery}
        autoComplete="off"
        spellcheck={false}
        onFocus={search.prepare}
        onInput={(event) => search.setQuery(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <span class="search-buttons">
        {query !== '' && (
          <button
            type="button"
            class="search-button"
            aria-label={t('viewerSearchClear')}
            title={t('viewerSearchClear')}
            onClick={() => search.setQuery('')}
          >
            <Icon name="close" />
          </button>
        )}
        {hasSaved && (
          <button
            type="button"
            class="search-button"
            aria-label={t('viewerSavedSearches')}
            title={t('viewerSavedSearches')}
            onClick={() => setOpen('saved')}
          >
            <Icon name="bookmark" />
          </button>
        )}
        <button
          type="button"
          class="search-button"
          aria-label={t('viewerSearchHelp')}
          title={t('viewerSearchHelp')}
          onClick={() => setOpen('help')}
        >
          <Icon name="help" />
        </button>
      </span>
      {open === 'help' && <SearchHelp onClose={() => setOpen(undefined)} t={t} />}
      {open === 'saved' && (
        <SavedSearches
          search={search}
          marks={marks}
          notify={notify}
          onClose={() => setOpen(undefined)}
          t={t}
        />
      )}
    </div>
  );
}
