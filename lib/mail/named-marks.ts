import { mailKeyText } from './mail.ts';
import type { MailKey } from './mail.ts';
import type { MailMark, MarkLibrary, Marks, MarksEdit, SavedSearch, Tag } from './marks.ts';
import type { Naming } from './naming.ts';

/** Marks whose texts show the user's name as chosen. */
export interface NamedMarks extends MarkLibrary {
  /** The note to edit, as written; undefined where it is shown as written. */
  noteAsWritten(key: MailKey): string | undefined;
}

/**
 * Applies `naming` to tags, notes and saved searches. A text that an edit returns as it was shown is stored as it was
 * written, so that the choice of name never changes stored texts.
 */
export function nameMarks(marks: MarkLibrary, naming: () => Promise<Naming>): NamedMarks {
  // Includes texts deleted since: an undo returns them as they were shown.
  const changed = new Map<string, { shown: string; written: string }>();
  const showBy =
    (text: (written: string) => string) =>
    (at: string, written: string): string => {
      const shown = text(written);
      if (shown === written) changed.delete(at);
      else changed.set(at, { shown, written });
      return shown;
    };
  const writtenAs = (at: string, given: string): string => {
    const known = changed.get(at);
    return known?.shown === given ? known.written : given;
  };
  return {
    readName: marks.readName,
    subscribe: marks.subscribe,
    noteAsWritten: (key) => changed.get(placeOfNote(key))?.written,
    async read() {
      const [read, { isAsWritten, text, address }] = await Promise.all([marks.read(), naming()]);
      return isAsWritten && changed.size === 0 ? read : mapWords(read, showBy(text), showBy(address));
    },
    ...(marks.edit && { edit: (edit) => marks.edit?.(mapEdit(edit, writtenAs)) ?? Promise.resolve() }),
  };
}

type MapWord = (at: string, word: string) => string;

function mapWords(marks: Marks, map: MapWord, mapAddress: MapWord): Marks {
  return {
    ...marks,
    tags: mapTags(marks.tags, map),
    mails: mapNotes(marks.mails, map),
    searches: mapSearches(marks.searches, map, mapAddress),
  };
}

function mapEdit(edit: MarksEdit, map: MapWord): MarksEdit {
  const { putTags, putMails, putSearches } = edit;
  return {
    ...edit,
    ...(putTags && { putTags: mapTags(putTags, map) }),
    ...(putMails && { putMails: mapNotes(putMails, map) }),
    ...(putSearches && { putSearches: mapSearches(putSearches, map, map) }),
  };
}

function mapTags(tags: readonly Tag[], map: MapWord): Tag[] {
  return tags.map((tag) => ({ ...tag, name: map(`tag ${tag.id}`, tag.name) }));
}

function mapNotes(mails: readonly MailMark[], map: MapWord): MailMark[] {
  return mails.map((mark) =>
    mark.note === '' ? mark : { ...mark, note: map(placeOfNote(mark), mark.note) },
  );
}

function mapSearches(searches: readonly SavedSearch[], map: MapWord, mapAddress: MapWord): SavedSearch[] {
  return searches.map((search) => ({
    ...search,
    name: map(`search ${search.id}`, search.name),
    address: mapAddress(`address ${search.id}`, search.address),
  }));
}

function placeOfNote(key: MailKey): string {
  return `note ${mailKeyText(key)}`;
}
