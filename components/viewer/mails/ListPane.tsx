import { useId, useMemo } from 'preact/hooks';
import type { MailKey, MailRow } from '../../../lib/mail/mail.ts';
import { Button } from '../../shared/Button.tsx';
import { EmptyState } from '../../shared/EmptyState.tsx';
import { Icon } from '../../shared/Icon.tsx';
import type { PageProps } from '../page-props.ts';
import { listMailboxes, senderKey } from '../shared/mail-filter.ts';
import { FilterPanel, without } from './FilterPanel.tsx';
import { MailList } from './MailList.tsx';
import { emptySearch, mailKinds } from './search-address.ts';
import { SelectionBar } from './SelectionBar.tsx';
import { SenderChips } from './SenderChips.tsx';
import type { MailSearch } from './use-mail-search.ts';
import type { MarkMails } from './use-mark-actions.ts';
import type { Selection } from './use-selection.ts';

interface ListPaneProps extends PageProps {
  search: MailSearch;
  open: MailKey | undefined;
  mark: MarkMails;
  selection: Selection;
  areFiltersOpen: boolean;
  onFiltersOpen(areOpen: boolean): void;
  onTags(keys: readonly MailKey[]): void;
  onActive(row: MailRow | undefined): void;
}

/** The senders, the filters, the number of mails, and the list. */
export function ListPane(props: ListPaneProps) {
  const { mails, marks, senders, portraits, search, mark, selection, areFiltersOpen, t, formats } = props;
  const { rows } = mails;
  const { filter } = search.state;
  const panelId = useId();
  const mailboxes = useMemo(() => listMailboxes(rows), [rows]);
  const kinds = useMemo(() => {
    const there = new Set(rows.map(({ kind }) => kind));
    return mailKinds.filter((kind) => there.has(kind));
  }, [rows]);
  const { service, senderId } = filter;
  const chosen =
    service !== undefined && senderId !== undefined
      ? senderKey({ service, from: { id: senderId } })
      : undefined;
  const { senderId: _sender, ...others } = filter;
  const count = Object.keys(senderId === undefined ? filter : without(others, 'service')).length;
  const isComplete = mails.phase === 'ready';

  return (
    <section class="list-pane" aria-label={t('viewerMails')} aria-busy={search.isBusy}>
      <SenderChips
        senders={senders}
        portraits={portraits}
        chosen={chosen}
        total={rows.length}
        onChoose={(sender) => {
          const { senderId: before, ...rest } = filter;
          // Choosing a sender also sets its service, so removing the sender removes the service.
          const left = before === undefined ? rest : without(rest, 'service');
          search.setFilter(
            sender ? { ...without(rest, 'account'), service: sender.service, senderId: sender.id } : left,
          );
        }}
        t={t}
        formats={formats}
      />
      <div class="list-tools">
        <p class="list-count" role="status">
          {search.isPreparing
            ? t(search.hasFailed ? 'viewerSearchFailed' : 'viewerSearchPreparing')
            : isComplete &&
              t(search.isActive ? 'viewerResultCount' : 'viewerMailCount', { count: search.found.length })}
        </p>
        {mark && !selection.isOn && (
          <Button kind="quiet" onClick={selection.start}>
            {t('viewerSelect')}
          </Button>
        )}
        <Button
          kind="quiet"
          aria-expanded={areFiltersOpen}
          aria-controls={panelId}
          onClick={() => props.onFiltersOpen(!areFiltersOpen)}
        >
          <Icon name="filter" />
          {t('viewerFilters')}
          {count > 0 && <span class="filter-count">{formats.number(count)}</span>}
        </Button>
      </div>
      {areFiltersOpen && (
        <FilterPanel
          id={panelId}
          filter={filter}
          mailboxes={mailboxes}
          kinds={kinds}
          tags={marks.tags}
          serviceNames={mails.serviceNames}
          onFilter={search.setFilter}
          t={t}
        />
      )}
      {search.parsed.unclear.length > 0 && (
        <p class="list-unclear" role="status">
          {t('viewerUnclear', { part: search.parsed.unclear.join(' ') })}
        </p>
      )}
      {search.isActive && search.found.length > 0 && (
        <Button kind="quiet" class="button list-clear" onClick={() => search.set(emptySearch)}>
          {t('viewerShowAll')}
        </Button>
      )}
      {selection.isOn && mark && (
        <SelectionBar
          keys={selection.keys}
          total={search.found.length}
          mark={mark}
          onTags={() => props.onTags(selection.keys)}
          onSelectAll={selection.selectAll}
          onClear={selection.clear}
          t={t}
        />
      )}
      {search.found.length === 0 ? (
        !search.isPreparing && (
          <EmptyState icon="search" title={t('viewerNothingFoundTitle')} text={t('viewerNothingFoundText')}>
            <Button onClick={() => search.set(emptySearch)}>{t('viewerShowAll')}</Button>
          </EmptyState>
        )
      ) : (
        <MailList
          search={search}
          portraits={portraits}
          marks={marks}
          selection={selection}
          open={props.open}
          version={mails.version}
          onActive={props.onActive}
          t={t}
          formats={formats}
        />
      )}
    </section>
  );
}
