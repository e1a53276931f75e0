import { useEffect, useMemo, useState } from 'preact/hooks';
import type { MailRow } from '../../../lib/mail/mail.ts';
import { mailKeyText } from '../../../lib/mail/mail.ts';
import { noMarks } from '../../../lib/mail/marks.ts';
import type { MailMark, MarkLibrary, Marks, MarksEdit, Tag } from '../../../lib/mail/marks.ts';

/** The user's marks, and the function that changes them. */
export interface MarksView extends Marks {
  /** By `mailKeyText`. */
  byKey: ReadonlyMap<string, MailMark>;
  tagById: ReadonlyMap<string, Tag>;
  /** Undefined where marks cannot be changed. */
  edit: ((edit: MarksEdit) => Promise<void>) | undefined;
}

/** Reads the marks, and again whenever they change in any window. Marks that cannot be read count as none. */
export function useMarks(library: MarkLibrary): MarksView {
  const [marks, setMarks] = useState<Marks>(noMarks);
  useEffect(() => {
    let turn = 0;
    const read = (): void => {
      const asked = ++turn;
      void library.read().then(
        (found) => asked === turn && setMarks(found),
        () => undefined,
      );
    };
    read();
    const unsubscribe = library.subscribe(read);
    return () => {
      turn = -1;
      unsubscribe();
    };
  }, [library]);
  return useMemo(
    () => ({
      ...marks,
      tags: [...marks.tags].sort((a, b) => a.name.localeCompare(b.name)),
      byKey: new Map(marks.mails.map((mark) => [mailKeyText(mark), mark])),
      tagById: new Map(marks.tags.map((tag) => [tag.id, tag])),
      edit: library.edit && ((edit) => library.edit?.(edit) ?? Promise.resolve()),
    }),
    [marks, library],
  );
}

/** The rows with the user's stars and read states instead of the service's; an unmarked row stays the same object. */
export function useMarkedRows(rows: readonly MailRow[], marks: readonly MailMark[]): readonly MailRow[] {
  const hasMarks = marks.some(({ isStarred, isUnread }) => isStarred !== undefined || isUnread !== undefined);
  const places = useMemo(
    () => (hasMarks ? new Map(rows.map((row, at) => [mailKeyText(row), at])) : undefined),
    [rows, hasMarks],
  );
  return useMemo(() => {
    if (!places) return rows;
    const marked = [...rows];
    for (const mark of marks) {
      const at = places.get(mailKeyText(mark));
      const row = at === undefined ? undefined : rows[at];
      if (at === undefined || !row) continue;
      const isStarred = mark.isStarred ?? row.isStarred;
      const isUnread = mark.isUnread ?? row.isUnread;
      if (isStarred !== row.isStarred || isUnread !== row.isUnread)
        marked[at] = { ...row, isStarred, isUnread };
    }
    return marked;
  }, [rows, places, marks]);
}
