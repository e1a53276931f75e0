import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { MailKey, MailRow } from '../../../lib/mail/mail.ts';
import { isSameMail, mailKeyText } from '../../../lib/mail/mail.ts';
import { Button } from '../../shared/Button.tsx';
import { EmptyState } from '../../shared/EmptyState.tsx';
import type { PageProps } from '../page-props.ts';
import { senderKey } from '../shared/mail-filter.ts';
import { useShortcuts } from '../shared/use-shortcuts.ts';
import { useTitle } from '../shared/use-title.ts';
import { focusRow } from './focus-list.ts';
import { ListPane } from './ListPane.tsx';
import { MailReader } from './MailReader.tsx';
import { printMail } from './print-mail.ts';
import { TagDialog } from './TagDialog.tsx';
import type { MailSearch } from './use-mail-search.ts';
import { useMarkActions } from './use-mark-actions.ts';
import { useSelection } from './use-selection.ts';

interface MailsPageProps extends PageProps {
  search: MailSearch;
  /** The mail in the reader. */
  open: MailKey | undefined;
}

/** The list with its search, and the reader beside it. */
export function MailsPage(props: MailsPageProps) {
  const { mails, marks, portraits, search, open, go, notify, t } = props;
  const { rows } = mails;
  const { found } = search;
  const mark = useMarkActions(marks, notify, t);
  const selection = useSelection(found, mark !== undefined);
  const [tagged, setTagged] = useState<readonly MailKey[]>();
  const [areFiltersOpen, setFiltersOpen] = useState(false);
  const [noteRequests, setNoteRequests] = useState(0);
  const active = useRef<MailRow>(undefined);

  const openText = open && mailKeyText(open);
  const openRow = useMemo(
    () => (open ? rows.find((row) => isSameMail(row, open)) : undefined),
    // oxlint-disable-next-line react/exhaustive-deps -- the key is compared by its text.
    [rows, openText],
  );
  const openIndex = useMemo(
    () => (openRow ? found.findIndex((row) => isSameMail(row, openRow)) : -1),
    [found, openRow],
  );
  const searchPart = search.isActive ? { search: search.state } : {};
  const stepTo = (row: MailRow | undefined): (() => void) | undefined =>
    row && openIndex >= 0 ? () => go({ page: 'mails', mail: row, ...searchPart }, 'replace') : undefined;
  const closeMail = (key: MailKey): void => {
    go({ page: 'mails', ...searchPart });
    focusRow(key);
  };
  const showDay = (): void => {
    if (open) go({ page: 'mails', mail: open });
  };
  useTitle(openRow ? openRow.subject || t('viewerNoSubject') : '', t);

  // Opening a mail marks it as read once; a user who then marks it as unread is not overruled while it stays open.
  const readText = useRef<string>(undefined);
  useEffect(() => {
    if (openText === undefined) readText.current = undefined;
    if (!openRow || !mark || readText.current === openText) return;
    readText.current = openText;
    if (openRow.isUnread) mark([openRow], { isUnread: false });
  }, [openText, openRow, mark]);

  /** The mails that shortcuts act on: the selected ones, or the open one, or the row that has the keyboard. */
  const target = (): readonly MailRow[] => {
    if (selection.keys.length > 0) {
      const chosen = new Set(selection.keys.map(mailKeyText));
      return found.filter((row) => chosen.has(mailKeyText(row)));
    }
    const one = openRow ?? active.current;
    return one ? [one] : [];
  };
  const flip = (field: 'isStarred' | 'isUnread'): void => {
    const on = target();
    const isOn = !on.every((row) => row[field]);
    if (on.length > 0) mark?.(on, { [field]: isOn }, on.length > 1 ? saidOf(field, isOn) : undefined);
  };
  useShortcuts({
    s: mark && (() => flip('isStarred')),
    u: mark && (() => flip('isUnread')),
    t: mark && (() => target().length > 0 && setTagged(target())),
    n: mark && openRow && (() => setNoteRequests((count) => count + 1)),
    d: openRow && showDay,
    p: openRow && (() => void printMail()),
    'Ctrl+p': openRow && (() => void printMail()),
    x: mark && (() => active.current && selection.toggle(found.indexOf(active.current), 'one')),
    f: () => setFiltersOpen((isOpen) => !isOpen),
    Escape: selection.isOn ? selection.clear : undefined,
  });
  const onActive = useCallback((row: MailRow | undefined) => {
    active.current = row;
  }, []);

  return (
    <main class="mails-page">
      {mails.phase === 'failed' && (
        <EmptyState icon="warning" title={t('viewerReadFailedTitle')} text={t('viewerReadFailedText')}>
          <Button onClick={() => location.reload()}>{t('viewerReload')}</Button>
        </EmptyState>
      )}
      {mails.phase === 'ready' && rows.length === 0 && (
        <EmptyState icon="mail" title={t('viewerNoMailsTitle')} text={t('viewerNoMailsText')} />
      )}
      {rows.length > 0 && (
        <>
          <ListPane
            {...props}
            mark={mark}
            selection={selection}
            areFiltersOpen={areFiltersOpen}
            onFiltersOpen={setFiltersOpen}
            onTags={setTagged}
            onActive={onActive}
          />
          {open ? (
            <MailReader
              library={props.library}
              sanitize={props.sanitize}
              mailKey={open}
              row={openRow}
              isComplete={mails.phase === 'ready'}
              words={search.words}
              portrait={openRow && portraits.get(senderKey(openRow))}
              version={mails.version}
              theme={props.preferences.theme}
              marks={marks}
              mark={mark}
              noteRequests={noteRequests}
              onPrevious={stepTo(found[openIndex - 1])}
              onNext={stepTo(found[openIndex + 1])}
              onBack={() => closeMail(open)}
              onTags={() => setTagged([open])}
              onNote={() => setNoteRequests((count) => count + 1)}
              onShowDay={showDay}
              notify={notify}
              t={t}
              formats={props.formats}
            />
          ) : (
            <div class="reader-pane reader-empty">
              <EmptyState icon="mail" title={t('viewerChooseTitle')} text={t('viewerChooseText')} />
            </div>
          )}
        </>
      )}
      {tagged && marks.edit && (
        <TagDialog keys={tagged} marks={marks} edit={marks.edit} onClose={() => setTagged(undefined)} t={t} />
      )}
    </main>
  );
}

function saidOf(field: 'isStarred' | 'isUnread', isOn: boolean) {
  if (field === 'isStarred') return isOn ? 'viewerStarredDone' : 'viewerUnstarredDone';
  return isOn ? 'viewerUnreadDone' : 'viewerReadDone';
}
