import { render } from 'preact';
import { catalogues } from '../../../components/shared/catalogues.ts';
import { createTranslator } from '../../../components/shared/translate.ts';
import type { Language } from '../../../components/shared/translate.ts';
import '../../../components/shared/theme.css';
import { Viewer } from '../../../components/viewer/Viewer.tsx';
import '../../../components/viewer/viewer.css';
import { sanitizeBody } from '../../../lib/browser/sanitizer.ts';
import type { CleanBody } from '../../../lib/mail/mail-library.ts';
import { defaultSettings } from '../../../lib/messages.ts';
import type { ExportOptions, ExportState, Settings } from '../../../lib/messages.ts';
import type { NameMode } from '../../../lib/mail/name-choice.ts';
import { aCanaryLibrary } from './canary-library.ts';
import { aGalleryLibrary } from './gallery-library.ts';
import { aPageLibrary } from './library.ts';
import { aPictureLibrary, type PictureMail } from './picture-library.ts';
import { storePages } from './store-pages.ts';
import type { PageLibrary } from './library.ts';

declare global {
  interface Window {
    /** The options of the last export. */
    asked: ExportOptions | undefined;
    library: PageLibrary;
    /** The keys of the files saved last. */
    savedMedia?: string[];
    /** Shows one mail with this body; without a sanitizer, as it is. */
    showBody(html: string, isSanitized: boolean): void;
    /** Shows one mail with drawn pictures; with `isHeld`, they open at `openPictures`. */
    showPictures(mail: PictureMail, isHeld?: boolean): void;
    openPictures(): void;
    sanitize(html: string): CleanBody;
  }
}

const exportStates: Record<string, ExportState> = {
  packing: { phase: 'packing', done: 600, total: 2400 },
  saving: { phase: 'saving' },
  done: {
    phase: 'done',
    fileName: 'mail-ark-letters-a1b2-2026-11-23-1of3.zip',
    files: 3,
    sizeBytes: 1_800_000_000,
    mails: 8000,
    assets: 16_000,
    finishedAt: '2026-11-23T12:00:00Z',
  },
  failed: { phase: 'failed', code: 'storage-full' },
};
const options = new URLSearchParams(location.search);
let language = (options.get('language') ?? 'en') as Language;
let settings: Settings = { ...defaultSettings, language };
let shown = 0;

function draw(library: PageLibrary, isSanitized: boolean): void {
  window.library = library;
  document.documentElement.lang = language;
  const save = (change: Partial<Settings>): void => {
    settings = { ...settings, ...change };
    if (settings.language !== 'auto') language = settings.language;
    draw(window.library, isSanitized);
  };
  render(
    <Viewer
      key={shown}
      library={library}
      sanitize={isSanitized ? sanitizeBody : (html) => ({ html, styles: [], assetKeys: [] })}
      t={createTranslator(catalogues, language)}
      preferences={settings}
      savePreferences={save}
      actions={{
        exportState: exportStates[options.get('export') ?? 'packing'] ?? { phase: 'idle' },
        exports: { lastAt: '2026-10-02T12:00:00Z', mailsWaiting: 12 },
        exportZip: () => undefined,
        exportPart: (options) => void (window.asked = options),
        showExport: () => Promise.resolve(false),
        opensExportOptions: options.has('export-options'),
        cancelExport: () => undefined,
        saveMedia: async (items, onPacked) => {
          window.savedMedia = items.map(({ file }) => file.ref.key);
          onPacked(items.length);
          return { saved: items.length, missing: 0 };
        },
        settings,
        saveSettings: save,
        services: [{ id: 'letters', name: 'Letters', defaultPace: 'normal' }],
        listProblems,
        readRoom: () => Promise.resolve({ freeBytes: 60_200_000_000, isKept: true }),
        optionalPermissions: ['power', 'notifications'],
        allow: () => Promise.resolve(true),
        readReport: () => Promise.resolve('Mail Ark problem report\nversion 0.1.0, schema 1 (on disk: 1)\n'),
        ...(options.has('name') && storePages()),
      }}
    />,
    document.getElementById('app') ?? document.body,
  );
}

const listProblems = () =>
  Promise.resolve([
    {
      service: 'letters',
      account: 'a1b2',
      kind: 'mail' as const,
      id: 'm1',
      state: 'quarantined' as const,
      code: 'broken-record' as const,
      at: '2021-04-28T12:00:00Z',
    },
  ]);

window.sanitize = (html) =>
  sanitizeBody(html, (address) => (address.includes('known.test') ? `key of ${address}` : undefined));
window.showBody = (html, isSanitized) => {
  shown += 1;
  draw(aPageLibrary(1, html), isSanitized);
  location.hash = '#/mails/letters/a1b2/m10000';
};
window.showPictures = (mail, isHeld) => {
  shown += 1;
  const { promise, resolve } = Promise.withResolvers<void>();
  window.openPictures = resolve;
  if (isHeld !== true) resolve();
  draw(aPictureLibrary(mail, promise), true);
  location.hash = '#/mails/letters/a1b2/m1';
};
draw(chosenLibrary(), true);

function chosenLibrary(): PageLibrary {
  const gallery = options.get('gallery');
  if (gallery !== null) return aGalleryLibrary(Number(gallery));
  const count = Number(options.get('mails') ?? 60);
  const name = options.get('name');
  return name === null ? aPageLibrary(count) : aCanaryLibrary(count, name as NameMode);
}
