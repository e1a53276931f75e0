import { useMemo } from 'preact/hooks';
import type { MailKey, MailRow } from '../../../lib/mail/mail.ts';
import { mailKeyText } from '../../../lib/mail/mail.ts';
import { Button } from '../../shared/Button.tsx';
import { EmptyState } from '../../shared/EmptyState.tsx';
import type { PageProps } from '../page-props.ts';
import { listMailboxes, senderKey } from '../shared/mail-filter.ts';
import { useTitle } from '../shared/use-title.ts';
import { focusRow } from './focus-list.ts';
import { MailFilters } from './MailFilters.tsx';
import { MailList } from './MailList.tsx';
import { MailReader } from './MailReader.tsx';
import type { MailSearch } from './use-mail-search.ts';

interface MailsPageProps extends PageProps {
  search: MailSearch;
  /** The mail in the reader. */
  open: MailKey | undefined;
}

/** The list with its filters, and the reader beside it. */
export function MailsPage(props: MailsPageProps) {
  const { library, sanitize, mails, senders, portraits, search, open, go, preferences, t, formats } = props;
  const { rows, serviceNames } = mails;
  const { words, found } = search;
  const mailboxes = useMemo(() => listMailboxes(rows), [rows]);

  const openText = open && mailKeyText(open);
  const openRow = useMemo(() => rows.find((row) => mailKeyText(row) === openText), [rows, openText]);
  const openIndex = useMemo(() => found.findIndex((row) => mailKeyText(row) === openText), [found, openText]);
  const stepTo = (row: MailRow | undefined): (() => void) | undefined =>
    row && openIndex >= 0 ? () => go({ page: 'mails', mail: row }, 'replace') : undefined;
  const closeMail = (key: MailKey): void => {
    go({ page: 'mails' });
    focusRow(key);
  };
  useTitle(openRow ? openRow.subject || t('viewerNoSubject') : '', t);

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
          <section class="list-pane" aria-label={t('viewerMails')}>
            <MailFilters
              senders={senders}
              mailboxes={mailboxes}
              serviceNames={serviceNames}
              portraits={portraits}
              sender={search.sender}
              mailbox={search.mailbox}
              total={rows.length}
              onSender={search.setSender}
              onMailbox={search.setMailbox}
              t={t}
              formats={formats}
            />
            <p class="list-count" role="status">
              {t(words.length > 0 ? 'viewerResultCount' : 'viewerMailCount', { count: found.length })}
              {mails.isPreparing && mails.texts.size === 0 && ` · ${t('viewerSearchPreparing')}`}
            </p>
            {found.length === 0 ? (
              <EmptyState
                icon="search"
                title={t('viewerNothingFoundTitle')}
                text={t('viewerNothingFoundText')}
              >
                <Button onClick={search.clear}>{t('viewerShowAll')}</Button>
              </EmptyState>
            ) : (
              <MailList
                rows={found}
                texts={mails.texts}
                words={words}
                portraits={portraits}
                open={open}
                listKey={`${words.join(' ')}\n${search.sender ?? ''}\n${search.mailbox ?? ''}`}
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
              onPrevious={stepTo(found[openIndex - 1])}
              onNext={stepTo(found[openIndex + 1])}
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
  );
}
