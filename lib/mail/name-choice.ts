/** How the user's own name is shown: as written, as another name, or hidden. */
export const nameModes = ['written', 'own', 'hidden'] as const;

/** A mode of `nameModes`. */
export type NameMode = (typeof nameModes)[number];

/** How the user's own name is shown: one choice for all mailboxes and senders. The stored texts never change. */
export interface NameChoice {
  mode: NameMode;
  /** The names as written in the mails; placeholders such as `%%%` are known without being listed. */
  written: string[];
  /** The name that the mode `own` shows. */
  own: string;
}

/** The choice for one sender's mails, as in archives from before there was one choice for all senders. */
export interface SenderNickname {
  service: string;
  account: string;
  senderId: string;
  /** Empty: only the placeholders of services. */
  written: string;
  /** `nameless` where the name was hidden. */
  shown: string;
}

/** Shown instead of a hidden name. Korean particles after it are those of a word that ends in a consonant. */
export const nameless = '○○';

/** The name to show instead of the user's own; undefined when it is shown as written. */
export function shownName({ mode, own }: NameChoice): string | undefined {
  if (mode === 'hidden') return nameless;
  return mode === 'own' && own.trim() !== '' ? own.trim() : undefined;
}

/** The names to search for: trimmed, unique, not empty, and none that is only a placeholder. */
export function cleanNames(names: readonly string[]): string[] {
  return [...new Set(names.map((name) => name.trim()))].filter((name) => !/^(?:[%％]{3})?$/.test(name));
}

/**
 * Merges the choices per sender into one: a name hidden for one sender is hidden for all, otherwise the first name is
 * used.
 */
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

/** Merges an imported choice into the present one, which stays; the names written in either are known from then on. */
export function joinNameChoices(
  mine: NameChoice | undefined,
  theirs: NameChoice | undefined,
): NameChoice | undefined {
  if (!mine || !theirs) return mine ?? theirs;
  const written = cleanNames([...mine.written, ...theirs.written]);
  return written.length === mine.written.length ? mine : { ...mine, written };
}
