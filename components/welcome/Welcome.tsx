import { ArkMark } from '../shared/ArkMark.tsx';
import { Button } from '../shared/Button.tsx';
import { Icon } from '../shared/Icon.tsx';
import { languages } from '../shared/translate.ts';
import type { Language, MessageKey, Translate } from '../shared/translate.ts';
import './welcome.css';

interface WelcomeProps {
  t: Translate;
  onLanguage(language: Language): void;
  onOpenViewer(): void;
}

const ownNames: Record<Language, string> = { en: 'English', ko: '한국어', ja: '日本語' };

const steps: { title: MessageKey; text: MessageKey }[] = [
  { title: 'welcomePinTitle', text: 'welcomePinText' },
  { title: 'welcomeSignInTitle', text: 'welcomeSignInText' },
  { title: 'welcomeClickTitle', text: 'welcomeClickText' },
];

const promises: MessageKey[] = ['welcomePromiseHome', 'welcomePromiseRead', 'welcomePromiseKeep'];

/** The page of the first run: three steps, and what Mail Ark promises. */
export function Welcome({ t, onLanguage, onOpenViewer }: WelcomeProps) {
  return (
    <div class="welcome">
      <header>
        <div class="welcome-brand">
          <ArkMark />
          <span>{t('extName')}</span>
        </div>
        <div class="welcome-languages" role="group" aria-label={t('welcomeLanguage')}>
          {languages.map((language) => (
            <button
              key={language}
              type="button"
              lang={language}
              aria-pressed={t.language === language}
              onClick={() => onLanguage(language)}
            >
              {ownNames[language]}
            </button>
          ))}
        </div>
      </header>
      <main>
        <h1>{t('welcomeTitle')}</h1>
        <p class="welcome-lead">{t('welcomeLead')}</p>
        <ol class="welcome-steps" role="list">
          {steps.map(({ title, text }, place) => (
            <li key={title}>
              <span class="welcome-number" aria-hidden="true">
                {place + 1}
              </span>
              <div>
                <h2>{t(title)}</h2>
                <p>{t(text)}</p>
              </div>
            </li>
          ))}
        </ol>
        <section class="welcome-promise" aria-labelledby="welcome-promise">
          <h2 id="welcome-promise">{t('welcomePromiseTitle')}</h2>
          <ul role="list">
            {promises.map((promise) => (
              <li key={promise}>
                <Icon name="check" />
                <span>{t(promise)}</span>
              </li>
            ))}
          </ul>
        </section>
        <Button onClick={onOpenViewer}>
          <Icon name="mail" />
          {t('welcomeOpenViewer')}
        </Button>
      </main>
    </div>
  );
}
