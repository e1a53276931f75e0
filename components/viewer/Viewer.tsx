import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { MailKey, MailRow } from '../../lib/mail/mail.ts';
import { mailKeyText } from '../../lib/mail/mail.ts';
import { parseQuery } from '../../lib/mail/search.ts';
import { Button } from '../shared/Button.tsx';
import { EmptyState } from '../shared/EmptyState.tsx';
import { createFormats } from '../shared/format.ts';
import { ExportBar } from './ExportBar.tsx';
import { countSenders, filterMails, listMailboxes, senderKey } from './mail-filter.ts';
import { MailFilters } from './MailFilters.tsx';
import { MailList } from './MailList.tsx';
import { MailReader } from './MailReader.tsx';
import { SearchBox } from './SearchBox.tsx';
import { SettingsPage } from './SettingsPage.tsx';
import { useMails } from './use-mails.ts';
import { usePortraits } from './use-portraits.ts';
import { useRoute } from './use-route.ts';
import { ViewerHeader } from './ViewerHeader.tsx';
import type { ViewerProps } from './viewer-props.ts';

const noRows: MailRow[] = [];

/** The whole viewer: list, reader, search, filters, settings. Knows its world only by its props and the address after `#`. */
export function Viewer({ library, sanitize, t, preferences, savePreferences, actions }: ViewerProps) {
  const formats = useMemo(() => createFormats(t.language), [t.language]);
  const { route, go } = useRoute();
  const mails = useMails(library);
  const [query, setQuery] = useState('');
  const [sender, setSender] = useState<string>();
  const [mailbox, setMailbox] = useState<string>();
  const searchInput = useRef<HTMLInputElement>(null);

  const rows = mails.state.phase === 'ready' ? mails.state.rows : noRows;
  const serviceNames = mails.state.phase === 'ready' ? mails.state.serviceNames : {};
  const words = useMemo(() => parseQuery(query), [query]);
  const isFiltered = words.length > 0 || sender !== undefined || mailbox !== undefined;
  const senders = useMemo(() => countSenders(rows), [rows]);
  const mailboxes = useMemo(() => listMailboxes(rows), [rows]);
  const portraits = usePortraits(library, senders);
  const shown = useMemo(
    () =>
      isFiltered
        ? filterMails(mails.entries, {
            words,
            ...(sender ? { sender } : {}),
            ...(mailbox ? { mailbox } : {}),
          })
        : rows,
    [isFiltered, mails.entries, rows, words, sender, mailbox],
  );

  const open = route.page === 'mails' ? route.mail : undefined;
  const openText = open && mailKeyText(open);
  const openRow = useMemo(() => rows.find((row) => mailKeyText(row) === openText), [rows, openText]);
  const openIndex = useMemo(() => shown.findIndex((row) => mailKeyText(row) === openText), [shown, openText]);
  const stepTo = (row: MailRow | undefined): (() => void) | undefined =>
    row && openIndex >= 0 ? () => go({ page: 'mails', mail: row }, 'replace') : undefined;

  const focusList = (): void => {
    requestAnimationFrame(() => document.querySelector<HTMLElement>('.mail-row[tabindex="0"]')?.focus());
  };
  const closeMail = (key: MailKey): void => {
    go({ page: 'mails' });
    requestAnimationFrame(() => {
      const link = document.querySelector<HTMLElement>(`[data-mail="${CSS.escape(mailKeyText(key))}"]`);
      if (link) link.focus();
      else focusList();
    });
  };
  const showAll = (): void => {
    setQuery('');
    setSender(undefined);
    setMailbox(undefined);
  };

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      if (!searchInput.current) return;
      event.preventDefault();
      searchInput.current.focus();
      searchInput.current.select();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);

  useEffect(() => {
    const name =
      route.page === 'settings'
        ? t('viewerSettings')
        : openRow
          ? openRow.subject || t('viewerNoSubject')
          : '';
    document.title = name === '' ? t('viewerTitle') : `${name} · ${t('viewerTitle')}`;
  }, [route.page, openRow, t]);

  return (
    <div class="viewer" lang={t.language} data-page={route.page} data-reading={open !== undefined}>
      <ViewerHeader page={route.page} actions={actions} t={t}>
        {route.page === 'mails' && (
          <SearchBox
            query={query}
            inputRef={searchInput}
            onQuery={setQuery}
            onPrepare={mails.prepareSearch}
            onLeave={focusList}
            t={t}
          />
        )}
      </ViewerHeader>
      {actions && (
        <ExportBar state={actions.exportState} onCancel={actions.cancelExport} t={t} formats={formats} />
      )}
      {route.page === 'settings' ? (
        <SettingsPage
          library={library}
          rows={rows}
          serviceNames={serviceNames}
          version={mails.version}
          preferences={preferences}
          savePreferences={savePreferences}
          actions={actions}
          t={t}
          formats={formats}
        />
      ) : (
        <main class="mails-page">
          {mails.state.phase === 'failed' && (
            <EmptyState icon="warning" title={t('viewerReadFailedTitle')} text={t('viewerReadFailedText')}>
              <Button onClick={() => location.reload()}>{t('viewerReload')}</Button>
            </EmptyState>
          )}
          {mails.state.phase === 'ready' && rows.length === 0 && (
            <EmptyState icon="mail" title={t('viewerNoMailsTitle')} text={t('viewerNoMailsText')} />
          )}
          {rows.length > 0 && (
            <>
              <section class="list-pane" aria-label={t('viewerMails')}>
                <MailFilters
                  senders={senders}
                  mailboxes={mailboxes}
                  serviceNames={serviceNames}
                  portraits={portraits}
                  sender={sender}
                  mailbox={mailbox}
                  total={rows.length}
                  onSender={setSender}
                  onMailbox={setMailbox}
                  t={t}
                  formats={formats}
                />
                <p class="list-count" role="status">
                  {t(words.length > 0 ? 'viewerResultCount' : 'viewerMailCount', { count: shown.length })}
                  {mails.isPreparing && mails.texts.size === 0 && ` · ${t('viewerSearchPreparing')}`}
                </p>
                {shown.length === 0 ? (
                  <EmptyState
                    icon="search"
                    title={t('viewerNothingFoundTitle')}
                    text={t('viewerNothingFoundText')}
                  >
                    <Button onClick={showAll}>{t('viewerShowAll')}</Button>
                  </EmptyState>
                ) : (
                  <MailList
                    rows={shown}
                    texts={mails.texts}
                    words={words}
                    portraits={portraits}
                    open={open}
                    listKey={`${words.join(' ')}\n${sender ?? ''}\n${mailbox ?? ''}`}
                    t={t}
                    formats={formats}
                  />
                )}
              </section>
              {open ? (
                <MailReader
                  library={library}
                  sanitize={sanitize}
                  mailKey={open}
                  row={openRow}
                  words={words}
                  portrait={openRow && portraits.get(senderKey(openRow))}
                  version={mails.version}
                  theme={preferences.theme}
                  onPrevious={stepTo(shown[openIndex - 1])}
                  onNext={stepTo(shown[openIndex + 1])}
                  onBack={() => closeMail(open)}
                  t={t}
                  formats={formats}
                />
              ) : (
                <div class="reader-pane reader-empty">
                  <EmptyState icon="mail" title={t('viewerChooseTitle')} text={t('viewerChooseText')} />
                </div>
              )}
            </>
          )}
        </main>
      )}
    </div>
  );
}

/** Whether keys are letters of a text just now. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches('input:not([type=radio], [type=checkbox]), textarea, select')
  );
}
