import type en from '../../public/_locales/en/messages.json';

/** The languages on screen. */
export const languages = ['en', 'ko', 'ja'] as const;

/** A language on screen. */
export type Language = (typeof languages)[number];

/** One language's sentences, in the shape browsers read from `_locales`. */
export type Catalogue = Record<string, { message: string; description?: string }>;

type EntryKey = keyof typeof en & string;
type PluralBase<Key extends string> = Key extends `${infer Base}_other` ? Base : never;

/**
 * The name of every sentence. `{@name}` in a sentence stands for another one, such as a button's name. `_one` and
 * `_other` are endings of one name, chosen by `count`.
 */
export type MessageKey = Exclude<EntryKey, `${string}_one` | `${string}_other`> | PluralBase<EntryKey>;

/** The values of a sentence's `{name}` placeholders. `count` also chooses between singular and plural. */
export type MessageValues = Record<string, string | number> & { count?: number };

/** Returns a sentence in one language by its name. Numbers are formatted in that language. */
export interface Translate {
  (key: MessageKey, values?: MessageValues): string;
  readonly language: Language;
}

/**
 * Creates the translator of one language; to switch at run time, create another. A sentence the language lacks is
 * returned in English, an unknown one as its name, so that nothing is ever blank.
 */
export function createTranslator(catalogues: Record<Language, Catalogue>, language: Language): Translate {
  const plurals = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  const find = (key: string): string | undefined =>
    catalogues[language][key]?.message ?? catalogues.en[key]?.message;

  const say = (key: MessageKey, values: MessageValues = {}): string => {
    const plural =
      values.count === undefined
        ? undefined
        : (find(`${key}_${plurals.select(values.count)}`) ?? find(`${key}_other`));
    const sentence = plural ?? find(key) ?? key;
    const whole = sentence.replace(/\{@(\w+)\}/g, (place, name: string) => find(name) ?? place);
    return whole.replace(/\{(\w+)\}/g, (place, name: string) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (value === undefined) return place;
      return typeof value === 'number' ? numbers.format(value) : value;
    });
  };
  return Object.assign(say, { language });
}

/** The language to show: the chosen one, or the first of the browser's languages that is supported, or English. */
export function findLanguage(chosen: Language | 'auto', preferred: readonly string[]): Language {
  if (chosen !== 'auto') return chosen;
  for (const tag of preferred) {
    const spoken = languages.find((language) => tag.toLowerCase().split('-')[0] === language);
    if (spoken) return spoken;
  }
  return 'en';
}
