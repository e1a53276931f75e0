import { describe, expect, it } from 'vitest';
import { createTranslator, type Catalogue } from '../../../components/shared/translate.ts';

/** Creates a translator of the given sentences, whatever the keys of the real catalogue. */
const speak = (sentences: Record<string, string>) => {
  const catalogue: Catalogue = Object.fromEntries(
    Object.entries(sentences).map(([key, message]) => [key, { message }]),
  );
  return createTranslator({ en: catalogue, ko: catalogue, ja: catalogue }, 'en');
};

describe('a sentence that names a button', () => {
  it('says the name as the button does', () => {
    const t = speak({ popupPaused: 'Press “{@popupContinue}”.', popupContinue: 'Continue' });
    expect(t('popupPaused')).toBe('Press “Continue”.');
  });

  it('fills the placeholders of the name too', () => {
    const t = speak({
      popupPaused: '{count} left: turn on “{@viewerPicturesLater}”.',
      viewerPicturesLater: 'Pictures later for {service}',
    });
    expect(t('popupPaused', { count: 1200, service: 'Letters' })).toBe(
      '1,200 left: turn on “Pictures later for Letters”.',
    );
  });

  it('does not treat a value as a name', () => {
    const t = speak({ popupPaused: 'From {name}', popupContinue: 'Continue' });
    expect(t('popupPaused', { name: '{@popupContinue}' })).toBe('From {@popupContinue}');
  });
});
