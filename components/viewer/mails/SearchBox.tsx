import type { RefObject } from 'preact';
import { Icon } from '../../shared/Icon.tsx';
import type { Translate } from '../../shared/translate.ts';

interface SearchBoxProps {
  query: string;
  inputRef: RefObject<HTMLInputElement | null>;
  onQuery(query: string): void;
  /** Called before the first key, so that the words are in when it comes. */
  onPrepare(): void;
  /** Arrow down: on to the results. */
  onLeave(): void;
  t: Translate;
}

/** Where to type what is looked for. Escape empties it, then leaves. */
export function SearchBox({ query, inputRef, onQuery, onPrepare, onLeave, t }: SearchBoxProps) {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      onLeave();
    }
    if (event.key === 'Escape') {
      event.preventDefault();
      if (query !== '') onQuery('');
      else onLeave();
    }
  };
  return (
    <div class="search" role="search">
      <Icon name="search" />
      <input
        type="search"
        ref={inputRef}
        aria-label={t('viewerSearch')}
        placeholder={t('viewerSearch')}
        value={query}
        autoComplete="off"
        spellcheck={false}
        onFocus={onPrepare}
        onInput={(event) => {
          onPrepare();
          onQuery(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
      />
      {query !== '' && (
        <button
          type="button"
          class="search-clear"
          aria-label={t('viewerSearchClear')}
          onClick={() => onQuery('')}
        >
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}
