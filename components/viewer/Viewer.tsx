import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { rest } from '../../lib/mail/search/rest.ts';
import { withNames } from '../../lib/mail/named-library.ts';
import { createSearcher } from '../../lib/mail/search/searcher.ts';
import { errorKey } from '../shared/error-key.ts';
import { createFormats } from '../shared/format.ts';
import { CalendarPage } from './calendar/CalendarPage.tsx';
import { ExportBar } from './export/ExportBar.tsx';
import { ExportDialog } from './export/ExportDialog.tsx';
import { GalleryPage } from './gallery/GalleryPage.tsx';
import { MailsPage } from './mails/MailsPage.tsx';
import { SearchBox } from './mails/SearchBox.tsx';
import { useMailSearch } from './mails/use-mail-search.ts';
import { ImportPage } from './import/ImportPage.tsx';
import { useDroppedFiles } from './import/use-dropped-files.ts';
import { NoticeBar } from './NoticeBar.tsx';
import { ReportPage } from './report/ReportPage.tsx';
import type { Route } from './route.ts';
import { SettingsPage } from './settings/SettingsPage.tsx';
import { countSenders } from './shared/mail-filter.ts';
import { useMails } from './shared/use-mails.ts';
import { useMarkedRows, useMarks } from './shared/use-marks.ts';
import { useNotice } from './shared/use-notice.ts';
import { usePortraits } from './shared/use-portraits.ts';
import { useShortcuts } from './shared/use-shortcuts.ts';
import { ShortcutSheet } from './ShortcutSheet.tsx';
import { browserRoute, useRoute } from './use-route.ts';
import { ViewerHeader } from './ViewerHeader.tsx';
import type { ViewerProps } from './viewer-props.ts';

/** The whole viewer: the frame and the open page. It depends only on its props and the address after `#`. */
export function Viewer(props: ViewerProps) {
  const { t, preferences, actions } = props;
  const library = useMemo(() => withNames(props.library), [props.library]);
  const { textSize = 'medium' } = preferences;
  const formats = useMemo(() => createFormats(t.language), [t.language]);
  const { route: asked, go } = useRoute(browserRoute);
  // An unpacked archive can be neither imported into nor checked.
  const isStore = actions?.importing !== undefined && actions.reporting !== undefined;
  const route: Route =
    (asked.page === 'import' || asked.page === 'report') && !isStore ? { page: 'mails' } : asked;
  const stored = useMails(library);
  const marks = useMarks(library.marks);
  const rows = useMarkedRows(stored.rows, marks.mails);
  const mails = useMemo(() => ({ ...stored, rows }), [stored, rows]);
  const senders = useMemo(() => countSenders(stored.rows), [stored.rows]);
  const portraits = usePortraits(library, senders);
  const { notice, notify, dismiss } = useNotice();
  const ownSearcher = useMemo(() => createSearcher(library, rest), [library]);
  const searcher = props.searcher ?? ownSearcher;
  const search = useMailSearch({ route, go, mails, marks, searcher });
  const searchInput = useRef<HTMLInputElement>(null);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const lastMails = useLastMails(route);
  const [isAskingExport, setAskingExport] = useState(actions?.opensExportOptions === true);
  const page = { ...props, library, mails, marks, senders, portraits, go, notify, formats };

  useLayoutEffect(() => {
    document.documentElement.dataset['textSize'] = textSize;
  }, [textSize]);
  useShortcuts({
    '/': () => {
      // On another page, the search box appears only once the mails' page is open.
      if (route.page !== 'mails') go(lastMails);
      requestAnimationFrame(() => {
        searchInput.current?.focus();
        searchInput.current?.select();
      });
    },
    '?': () => setHelpOpen(true),
  });

  const dropFiles = actions?.importing?.dropFiles;
  const onDrop = useMemo(
    () =>
      dropFiles &&
      ((transfer: DataTransfer): void => {
        dropFiles(transfer);
        go({ page: 'import' });
      }),
    [dropFiles, go],
  );
  const isHovering = useDroppedFiles(onDrop);
  const isReading = route.page === 'mails' && route.mail !== undefined;
  return (
    <div class="viewer" lang={t.language} data-page={route.page} data-reading={isReading}>
      <ViewerHeader
        page={route.page}
        lastMails={lastMails}
        actions={actions}
        onExportOptions={() => setAskingExport(true)}
        onImport={() => go({ page: 'import' })}
        t={t}
      >
        {route.page === 'mails' && (
          <SearchBox search={search} marks={marks} notify={notify} inputRef={searchInput} t={t} />
        )}
      </ViewerHeader>
      {actions?.storeProblem && (
        <p role="alert" class="store-alert">
          {t(errorKey(actions.storeProblem))}
        </p>
      )}
      {actions && (
        <ExportBar
          state={actions.exportState}
          onCancel={actions.cancelExport}
          onShow={actions.showExport}
          t={t}
          formats={formats}
        />
      )}
      {actions && isAskingExport && mails.phase !== 'loading' && (
        <ExportDialog
          {...page}
          onExport={(options) => {
            setAskingExport(false);
            actions.exportPart(options);
          }}
          onClose={() => setAskingExport(false)}
        />
      )}
      {route.page === 'mails' && <MailsPage {...page} search={search} open={route.mail} />}
      {route.page === 'gallery' && <GalleryPage {...page} open={route.file} />}
      {route.page === 'calendar' && <CalendarPage {...page} period={route.period} />}
      {route.page === 'import' && actions?.importing && (
        <ImportPage {...page} importing={actions.importing} />
      )}
      {route.page === 'report' && actions?.reporting && (
        <ReportPage {...page} reporting={actions.reporting} />
      )}
      {route.page === 'settings' && <SettingsPage {...page} />}
      <NoticeBar notice={notice} onDismiss={dismiss} t={t} />
      {isHelpOpen && <ShortcutSheet onClose={() => setHelpOpen(false)} t={t} />}
      {isHovering && (
        <div class="drop-veil" aria-hidden="true">
          {t('importDropNow')}
        </div>
      )}
    </div>
  );
}

/** The latest route of the mails' page, so that another page leads back to it. */
function useLastMails(route: Route): Route {
  const last = useRef<Route>({ page: 'mails' });
  useEffect(() => {
    if (route.page === 'mails') last.current = route;
  }, [route]);
  return last.current;
}
