/** What is shown in the place of the reader's own name: the name as it is written, another one, or none. */
export const nameModes = ['written', 'own', 'hidden'] as const;

export type NameMode = (typeof nameModes)[number];

/** How the reader's own name is shown: one choice for every mailbox and every sender. The stored texts never change. */
export interface NameChoice {
  mode: NameMode;
  /** The names as they stand in the mails; places such as `%%%` are known without one. */
  written: string[];
  /** What the mode `own` shows. */
  own: string;
}

/** A choice for the mails of one sender, as stores and archives from before there was one choice for all have it. */
export interface SenderNickname {
  service: string;
  account: string;
  senderId: string;
  /** Empty: only the places services keep for a name. */
  written: string;
  /** `nameless` where no name was to be seen. */
  shown: string;
}

/** What stands where no name is shown. Korean particles after it are those of a word that ends in a consonant. */
export const nameless = '○○';

/** What the choice shows in the place of the reader's name; undefined: what is written there. */
export function shownName({ mode, own }: NameChoice): string | undefined {
  if (mode === 'hidden') return nameless;
  return mode === 'own' && own.trim() !== '' ? own.trim() : undefined;
}

/** The names as they are looked for: trimmed, each once, none empty, and none that is only a place for a name. */
export function cleanNames(names: readonly string[]): string[] {
  return [...new Set(names.map((name) => name.trim()))].filter((name) => !/^(?:[%％]{3})?$/.test(name));
}

/** One choice instead of one per sender: a name hidden for one sender is hidden for all, otherwise the first name counts. */
export function carryOver(older: readonly SenderNickname[]): NameChoice | undefined {
  if (older.length === 0) return undefined;
  const shown = older.map((each) => each.shown).filter((each) => each !== '');
  const own = shown.find((each) => each !== nameless) ?? '';
  return {
    mode: shown.includes(nameless) ? 'hidden' : own === '' ? 'written' : 'own',
    written: cleanNames(older.map((each) => each.written)),
    own,
  };
}

/** Joins the choice of an import with the one here, which stays; the names written in either are known from then on. */
export function joinNameChoices(
  mine: NameChoice | undefined,
  theirs: NameChoice | undefined,
): NameChoice | undefined {
  if (!mine || !theirs) return mine ?? theirs;
  const written = cleanNames([...mine.written, ...theirs.written]);
  return written.length === mine.written.length ? mine : { ...mine, written };
}
