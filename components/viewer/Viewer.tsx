import { useEffect, useMemo, useRef } from 'preact/hooks';
import { createFormats } from '../shared/format.ts';
import { ExportBar } from './ExportBar.tsx';
import { focusList } from './mails/focus-list.ts';
import { MailsPage } from './mails/MailsPage.tsx';
import { SearchBox } from './mails/SearchBox.tsx';
import { useMailSearch } from './mails/use-mail-search.ts';
import { SettingsPage } from './settings/SettingsPage.tsx';
import { countSenders } from './shared/mail-filter.ts';
import { useMails } from './shared/use-mails.ts';
import { usePortraits } from './shared/use-portraits.ts';
import { useRoute } from './use-route.ts';
import { ViewerHeader } from './ViewerHeader.tsx';
import type { ViewerProps } from './viewer-props.ts';

/** The whole viewer: which page is open, and the frame around it. Knows its world only by its props and the address after `#`. */
export function Viewer(props: ViewerProps) {
  const { library, t, actions } = props;
  const formats = useMemo(() => createFormats(t.language), [t.language]);
  const { route, go } = useRoute();
  const mails = useMails(library);
  const senders = useMemo(() => countSenders(mails.rows), [mails.rows]);
  const portraits = usePortraits(library, senders);
  const search = useMailSearch(mails);
  const searchInput = useRef<HTMLInputElement>(null);
  const page = { ...props, mails, senders, portraits, go, formats };

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

  const isReading = route.page === 'mails' && route.mail !== undefined;
  return (
    <div class="viewer" lang={t.language} data-page={route.page} data-reading={isReading}>
      <ViewerHeader page={route.page} actions={actions} t={t}>
        {route.page === 'mails' && (
          <SearchBox
            query={search.query}
            inputRef={searchInput}
            onQuery={search.setQuery}
            onPrepare={mails.prepareSearch}
            onLeave={focusList}
            t={t}
          />
        )}
      </ViewerHeader>
      {actions && (
        <ExportBar state={actions.exportState} onCancel={actions.cancelExport} t={t} formats={formats} />
      )}
      {route.page === 'mails' && <MailsPage {...page} search={search} open={route.mail} />}
      {route.page === 'settings' && <SettingsPage {...page} />}
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
