import { render } from 'preact';
import { browser } from 'wxt/browser';
import { catalogues } from '../../components/shared/catalogues.ts';
import { createTranslator, findLanguage } from '../../components/shared/translate.ts';
import '../../components/shared/theme.css';
import { Welcome } from '../../components/welcome/Welcome.tsx';
import { readSettings, watchSettings, writeSettings } from '../../lib/browser/shell/settings.ts';
import type { Settings } from '../../lib/messages.ts';

function draw(settings: Settings): void {
  const root = document.getElementById('app');
  if (!root) return;
  const t = createTranslator(catalogues, findLanguage(settings.language, navigator.languages));
  document.documentElement.lang = t.language;
  document.title = t('welcomeTitle');
  if (settings.theme === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = settings.theme;
  render(
    <Welcome
      t={t}
      onLanguage={(language) => void writeSettings({ language })}
      onOpenViewer={() => void browser.tabs.create({ url: `${browser.runtime.getURL('/')}viewer.html` })}
    />,
    root,
  );
}

watchSettings(draw);
void readSettings().then(draw);
