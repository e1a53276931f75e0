import en from '../../public/_locales/en/messages.json';
import ja from '../../public/_locales/ja/messages.json';
import ko from '../../public/_locales/ko/messages.json';
import type { Catalogue, Language } from './translate.ts';

/** Every sentence on screen, in every language, for `createTranslator`. */
export const catalogues: Record<Language, Catalogue> = { en, ko, ja };
