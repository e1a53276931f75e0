import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogues } from '../components/shared/catalogues.ts';
import { errorKey } from '../components/shared/error-key.ts';
import { languages } from '../components/shared/translate.ts';
import type { Catalogue } from '../components/shared/translate.ts';
import { errorCodes } from '../lib/errors.ts';

const root = join(import.meta.dirname, '..');

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(tsx?|html)$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

const base = (key: string): string => key.replace(/_(one|other)$/, '');
const names = (catalogue: Catalogue): string[] => [...new Set(Object.keys(catalogue).map(base))].sort();
const places = (message: string): string[] =>
  [...message.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();
const code =
  ['components', 'entrypoints', 'lib'].flatMap(sources).join('\n') +
  readFileSync(join(root, 'wxt.config.ts'), 'utf8');

/** What each language puts around the name of a control, or of something the user named. */
const quotes = { en: /“([^”]*)”/g, ko: /‘([^’]*)’/g, ja: /「([^」]*)」/g };

describe('the catalogues', () => {
  for (const language of languages) {
    const catalogue: Catalogue = catalogues[language];

    it(`have the same sentences in ${language} as in English`, () => {
      expect(names(catalogue)).toEqual(names(catalogues.en));
    });

    it(`have every plural form that ${language} knows`, () => {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const plurals = Object.keys(catalogue).filter((key) => key !== base(key));
      for (const name of new Set(plurals.map(base))) {
        expect(
          forms.filter((form) => !(`${name}_${form}` in catalogue)),
          name,
        ).toEqual([]);
      }
    });

    it(`fill the same places in ${language} as in English`, () => {
      const english: Catalogue = catalogues.en;
      for (const [key, { message }] of Object.entries(catalogue)) {
        const model = english[key] ?? english[`${base(key)}_other`];
        expect(places(message), key).toEqual(places(model?.message ?? ''));
      }
    });

    it(`leave nothing blank in ${language}`, () => {
      for (const [key, { message }] of Object.entries(catalogue))
        expect(message, key).toMatch(/^\S(.*\S)?$/s);
    });

    it(`name no control by hand in ${language}`, () => {
      // What is quoted comes from the control's own entry, so that the two cannot differ.
      const quoted = Object.entries(catalogue).flatMap(([key, { message }]) =>
        [...message.matchAll(quotes[language])].map(([, name]) => `${key}: ${name}`),
      );
      expect(quoted.filter((each) => !/: \{@?\w+\}$/.test(each))).toEqual([]);
    });

    it(`name only controls that ${language} has`, () => {
      for (const [key, { message }] of Object.entries(catalogue)) {
        for (const [, name = ''] of message.matchAll(/\{@(\w+)\}/g)) {
          expect(catalogue[name]?.message, `${key} names ${name}`).toMatch(/^[^.。]+$/);
          expect(code, `${key} names ${name}`).toMatch(new RegExp(`['"]${name}['"]`));
        }
      }
    });

    it(`keep the short description in ${language} within the stores' 132 characters`, () => {
      expect(catalogue['extDescription']?.message.length).toBeLessThanOrEqual(132);
    });
  }

  it('quote a control that a sentence names', () => {
    const controls = new Set(
      Object.values(catalogues).flatMap((catalogue: Catalogue) =>
        Object.values(catalogue).flatMap(({ message }) =>
          [...message.matchAll(/\{@(\w+)\}/g)].map(([, key]) => key ?? ''),
        ),
      ),
    );
    expect(controls.size).toBeGreaterThan(5);
    const english: Catalogue = catalogues.en;
    const named = [...controls].map((key) => english[key]?.message ?? '').join('|');
    // A capital in the middle of a sentence is the control, a small letter is the verb.
    const byHand = new RegExp(`[a-z,] (${named})(?![a-z])`);
    expect(Object.keys(english).filter((key) => byHand.test(english[key]?.message ?? ''))).toEqual([]);
  });

  it('have a sentence for every error', () => {
    const known = names(catalogues.en);
    expect(errorCodes.map(errorKey).filter((key) => !known.includes(key))).toEqual([]);
  });

  it('hold no sentence that nobody says', () => {
    const errors = new Set<string>(errorCodes.map(errorKey));
    const builtPrefixes = [...code.matchAll(/`([a-z]\w+)\$\{/g)].map(([, prefix]) => prefix ?? '');
    const unused = names(catalogues.en).filter(
      (name) =>
        !errors.has(name) &&
        !new RegExp(`['"\`]${name}['"\`]|__MSG_${name}__`).test(code) &&
        !builtPrefixes.some((prefix) => prefix !== 'error' && name.startsWith(prefix)),
    );
    expect(unused).toEqual([]);
  });
});
