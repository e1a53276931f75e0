import { render } from 'preact';
import { Button } from '../../components/shared/Button.tsx';
import { catalogues } from '../../components/shared/catalogues.ts';
import { guardControls } from '../../components/shared/guard-controls.ts';
import { EmptyState } from '../../components/shared/EmptyState.tsx';
import { errorKey } from '../../components/shared/error-key.ts';
import { createTranslator, findLanguage } from '../../components/shared/translate.ts';
import '../../components/shared/theme.css';
import { Viewer } from '../../components/viewer/Viewer.tsx';
import type { ReportActions } from '../../components/viewer/report/report-actions.ts';
import type { ImportActions } from '../../components/viewer/import/import-actions.ts';
import '../../components/viewer/viewer.css';
import type { Room, ViewerProblem } from '../../components/viewer/viewer-props.ts';
import type { StoredFile } from '../../lib/zip/stored-file.ts';
import { openMailStore } from '../../lib/browser/mail-store/doors/open-mail-store.ts';
import type { MailStore } from '../../lib/browser/mail-store/doors/open-mail-store.ts';
import { onNews, sendMessage } from '../../lib/browser/shell/messenger.ts';
import { listOptionalPermissions, requestPermission } from '../../lib/browser/shell/optional-permissions.ts';
import { readFreeBytes } from '../../lib/browser/mail-store/database/room.ts';
import { saveMedia } from '../../lib/browser/export/save-media.ts';
import { sanitizeBody } from '../../lib/browser/sanitizer.ts';
import { readSettings, watchSettings, writeSettings } from '../../lib/browser/shell/settings.ts';
import { noteStored } from '../../lib/browser/shell/stored-marker.ts';
import { stopBackupsFirst } from '../../lib/browser/shell/stop-backups-first.ts';
import { holdLease } from '../../lib/browser/shell/worker-life.ts';
import { createWorkerSearcher } from '../../lib/browser/search/worker-searcher.ts';
import { withThumbnails } from '../../lib/browser/pictures/thumbnail-library.ts';
import { createThumbnailMaker } from '../../lib/browser/pictures/thumbnail-maker.ts';
import { errorCodeOf } from '../../lib/errors.ts';
import type { ErrorCode } from '../../lib/errors.ts';
import { serviceUtcOffsetMinutes } from '../../lib/mail/clock.ts';
import type { MailLibrary } from '../../lib/mail/mail-library.ts';
import { withNames } from '../../lib/mail/named-library.ts';
import type { Searcher } from '../../lib/mail/search/searcher.ts';
import type { AccountKey, Mailbox } from '../../lib/mail/mail.ts';
import { defaultSettings, exportEverything } from '../../lib/messages.ts';
import type { ExportsOverview, ExportState, Settings } from '../../lib/messages.ts';
import { sources } from '../../lib/sources/registry.ts';
import { createImportActions } from './importing.ts';
import { createReportActions } from './reporting.ts';

let settings = defaultSettings;
let exportState: ExportState = { phase: 'idle' };
let exports: ExportsOverview | undefined;
let store: MailStore | ErrorCode | undefined;
let importing: ImportActions | undefined;
let storeProblem: ErrorCode | undefined;
let reporting: ReportActions | undefined;
let t = createTranslator(catalogues, 'en');

const optionalPermissions = listOptionalPermissions();
const serviceIds = sources.map(({ service }) => service.id);
const cancelBackup = (mailbox: Mailbox) => sendMessage('cancelBackup', mailbox);
const services = sources.map(({ service: { id, name }, defaultPace }) => ({ id, name, defaultPace }));

/**
 * The settings are shown at once and stored afterwards; other windows receive the change through `storage.onChanged`.
 */
function saveSettings(change: Partial<Settings>): void {
  adoptSettings({ ...settings, ...change });
  void writeSettings(change);
}

function openFile(owner: AccountKey, assetKey: string): Promise<StoredFile | undefined> {
  return typeof store === 'object'
    ? store.exportReader.openAsset(owner, assetKey)
    : Promise.resolve(undefined);
}

async function listProblems(): Promise<ViewerProblem[]> {
  if (typeof store !== 'object') return [];
  const { backup, library } = store;
  return (await Promise.all((await library.usage()).map((owner) => backup.listProblems(owner)))).flat();
}

/** Chromium never deletes the data of an extension with `unlimitedStorage`, whatever it answers about persistence. */
async function readRoom(): Promise<Room> {
  const freeBytes = await readFreeBytes();
  const isKept = !import.meta.env.FIREFOX || (await navigator.storage.persisted());
  return { isKept, ...(freeBytes === undefined ? {} : { freeBytes }) };
}

/** A background that does not answer is reported in place of the export's result. */
function awaitAnswer(answer: Promise<unknown>): void {
  answer.catch(() => {
    exportState = { phase: 'failed', code: 'unexpected' };
    draw();
  });
}

/** The popup shows how it goes. */
function askAgain(mailbox: AccountKey): void {
  awaitAnswer(sendMessage('startBackup', { ...mailbox, isFull: false, asksAgain: true }));
}

function adoptSettings(changed: Settings): void {
  settings = changed;
  const language = findLanguage(settings.language, navigator.languages);
  if (language !== t.language) t = createTranslator(catalogues, language);
  document.documentElement.lang = language;
  if (settings.theme === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = settings.theme;
  draw();
}

function draw(): void {
  const root = document.getElementById('app');
  if (!root || store === undefined) return;
  render(typeof store === 'string' ? <StoreProblem code={store} /> : <App library={store.library} />, root);
}

function App({ library }: { library: MailLibrary }) {
  return (
    <Viewer
      library={library}
      sanitize={sanitizeBody}
      t={t}
      preferences={settings}
      savePreferences={saveSettings}
      searcher={searcherOf(library)}
      actions={{
        exportState,
        ...(exports ? { exports } : {}),
        exportZip: () => awaitAnswer(sendMessage('startExport', exportEverything)),
        exportPart: (options) => awaitAnswer(sendMessage('startExport', options)),
        showExport: () => sendMessage('showExport').catch(() => false),
        opensExportOptions: new URLSearchParams(location.search).has('export-options'),
        cancelExport: () => awaitAnswer(sendMessage('cancelExport')),
        saveMedia: (items, onPacked, signal) =>
          saveMedia(
            items,
            { openFile, utcOffsetMinutes: serviceUtcOffsetMinutes },
            'mail-ark-pictures.zip',
            onPacked,
            signal,
          ),
        settings,
        saveSettings,
        services,
        listProblems,
        readRoom,
        optionalPermissions,
        allow: requestPermission,
        readReport: () => sendMessage('getProblemReport'),
        ...(importing ? { importing } : {}),
        ...(reporting ? { reporting } : {}),
        ...(storeProblem ? { storeProblem } : {}),
      }}
    />
  );
}

let searcher: Searcher | undefined;

function searcherOf(library: MailLibrary): Searcher {
  return (searcher ??= createWorkerSearcher(() => new Worker('/search-worker.js'), withNames(library)));
}

function StoreProblem({ code }: { code: ErrorCode }) {
  return (
    <main>
      <h1 class="visually-hidden">{t('viewerTitle')}</h1>
      <EmptyState icon="warning" title={t('viewerReadFailedTitle')} text={t(errorKey(code))}>
        <Button onClick={() => location.reload()}>{t('viewerReload')}</Button>
      </EmptyState>
    </main>
  );
}

guardControls(document);
onNews('overviewChanged', (overview) => {
  exportState = overview.export;
  exports = overview.exports;
  storeProblem = overview.storeProblem;
  draw();
});
watchSettings(adoptSettings);
void readSettings()
  .catch(() => defaultSettings)
  .then(adoptSettings);
void openMailStore()
  .then((opened) => {
    const withPictures = withThumbnails(opened.library, {
      store: opened.thumbnails,
      make: createThumbnailMaker(),
      openFile: opened.exportReader.openAsset,
    });
    return {
      ...opened,
      library: stopBackupsFirst(withPictures, { services: serviceIds, cancelBackup, holdLease }),
    };
  })
  .catch(errorCodeOf)
  .then((opened) => {
    store = opened;
    if (typeof opened === 'object') {
      importing = createImportActions(
        opened.imports,
        (service) => cancelBackup({ service }),
        (changed) => {
          importing = changed;
          draw();
        },
      );
      // Deleting or importing mails here is not a loss of data.
      opened.library.subscribe(() => void noteStored(opened.readSentinel).catch(() => undefined));
      reporting = createReportActions(opened, { services: serviceIds, askAgain }, (changed) => {
        reporting = changed;
        draw();
      });
    }
    draw();
  });
void sendMessage('getOverview')
  .then((overview) => {
    exportState = overview.export;
    exports = overview.exports;
    storeProblem = overview.storeProblem;
    draw();
  })
  .catch(() => undefined);
