import { textSizes } from '../../../lib/messages.ts';
import type { TextSize } from '../../../lib/messages.ts';
import type { MessageKey, Translate } from '../../shared/translate.ts';
import { RadioGroup } from '../shared/RadioGroup.tsx';
import type { Preferences } from '../viewer-props.ts';

interface AppearanceSettingsProps {
  preferences: Preferences;
  savePreferences(change: Partial<Preferences>): void;
  t: Translate;
}

const sizeNames: Record<TextSize, MessageKey> = {
  small: 'viewerTextSmall',
  medium: 'viewerTextMedium',
  large: 'viewerTextLarge',
  huge: 'viewerTextHuge',
};

/** Language, theme and text size. Each language is named in itself, so that every user recognises theirs. */
export function AppearanceSettings({ preferences, savePreferences, t }: AppearanceSettingsProps) {
  return (
    <section class="card" aria-labelledby="settings-appearance">
      <h3 id="settings-appearance">{t('viewerAppearance')}</h3>
      <RadioGroup
        legend={t('viewerLanguage')}
        value={preferences.language}
        choices={[
          { value: 'auto', label: t('viewerLanguageAuto') },
          { value: 'en', label: 'English', lang: 'en' },
          { value: 'ko', label: '한국어', lang: 'ko' },
          { value: 'ja', label: '日本語', lang: 'ja' },
        ]}
        onChange={(language) => savePreferences({ language })}
      />
      <RadioGroup
        legend={t('viewerTheme')}
        value={preferences.theme}
        choices={[
          { value: 'auto', label: t('viewerThemeAuto') },
          { value: 'light', label: t('viewerThemeLight') },
          { value: 'dark', label: t('viewerThemeDark') },
        ]}
        onChange={(theme) => savePreferences({ theme })}
      />
      <RadioGroup
        legend={t('viewerTextSize')}
        value={preferences.textSize ?? 'medium'}
        choices={textSizes.map((value) => ({ value, label: t(sizeNames[value]) }))}
        onChange={(textSize) => savePreferences({ textSize })}
      />
    </section>
  );
}
