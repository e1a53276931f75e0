import { h, render } from 'preact';
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { catalogues } from '../components/shared/catalogues.ts';
import { guardControls } from '../components/shared/guard-controls.ts';
import themeStyle from '../components/shared/theme.css?inline';
import { createTranslator, findLanguage } from '../components/shared/translate.ts';
import { Viewer } from '../components/viewer/Viewer.tsx';
import type { Preferences } from '../components/viewer/viewer-props.ts';
import viewerStyle from '../components/viewer/viewer.css?inline';
import { createArchiveLibrary } from '../lib/formats/mail-ark/archive-library.ts';
import type { DataChunk } from '../lib/formats/mail-ark/data-files.ts';
import { sanitizeBody } from '../lib/browser/sanitizer.ts';
import { textSizes } from '../lib/messages.ts';

declare global {
  /** Filled by the archive's data files before this script runs. */
  var mailArk: { chunks: DataChunk[] } | undefined;
}

/** The viewer inside an archive: written into its `index.html`, opened from `file://`, without network or extension. */
export default defineUnlistedScript(() => {
  const app = document.getElementById('app');
  const chunks = globalThis.mailArk?.chunks ?? [];
  if (!app || chunks.length === 0) {
    document.getElementById('not-unpacked')?.removeAttribute('hidden');
    return;
  }
  wearStyles(themeStyle, viewerStyle);
  const library = createArchiveLibrary(chunks, new URL('.', location.href).href);
  let preferences = readPreferences();

  const draw = (): void => {
    const { language, theme } = preferences;
    if (theme === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
    const t = createTranslator(catalogues, findLanguage(language, navigator.languages));
    document.documentElement.lang = t.language;
    const savePreferences = (change: Partial<Preferences>): void => {
      preferences = { ...preferences, ...change };
      keepPreferences(preferences);
      draw();
    };
    render(h(Viewer, { library, sanitize: sanitizeBody, t, preferences, savePreferences }), app);
  };
  draw();
  guardControls(document);
});

/** Constructed sheets are not markup, so the page's policy does not have to allow them. */
function wearStyles(...styles: string[]): void {
  const sheets = styles.map((style) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    return sheet;
  });
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, ...sheets];
}

const keptUnder = 'mail-ark-preferences';

function readPreferences(): Preferences {
  const asWritten: Preferences = { language: 'auto', theme: 'auto' };
  try {
    const kept = JSON.parse(localStorage.getItem(keptUnder) ?? '{}') as Partial<Record<string, unknown>>;
    if (kept['language'] === 'en' || kept['language'] === 'ko' || kept['language'] === 'ja') {
      asWritten.language = kept['language'];
    }
    if (kept['theme'] === 'light' || kept['theme'] === 'dark') asWritten.theme = kept['theme'];
    asWritten.textSize = textSizes.find((size) => size === kept['textSize']) ?? 'medium';
  } catch {
    // Some browsers refuse storage to pages opened from files; the choice then lasts as long as the page.
  }
  return asWritten;
}

function keepPreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(keptUnder, JSON.stringify(preferences));
  } catch {
    // Unavailable, as above.
  }
}
