import { mailKeyText } from '../../lib/mail/mail.ts';
import { changeMark, isBlank, noMarks } from '../../lib/mail/marks.ts';
import type { MailMark, MarkLibrary, Marks } from '../../lib/mail/marks.ts';

/** Marks in memory that can be edited, like those of the store. */
export function memoryMarks(first: Marks = noMarks): MarkLibrary {
  let marks = first;
  const listeners = new Set<() => void>();
  return {
    read: () => Promise.resolve(marks),
    readName: () => Promise.resolve(marks.name),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    edit(edit) {
      const mails = new Map(marks.mails.map((mark) => [mailKeyText(mark), mark]));
      const put = (key: string, mark: MailMark | undefined): void => {
        if (mark && !isBlank(mark)) mails.set(key, mark);
        else mails.delete(key);
      };
      for (const mark of edit.putMails ?? []) put(mailKeyText(mark), mark);
      for (const key of edit.change?.keys ?? []) {
        put(mailKeyText(key), changeMark(key, mails.get(mailKeyText(key)), edit.change?.change ?? {}));
      }
      const { from, into } = edit.mergeTag ?? { from: edit.deleteTag, into: undefined };
      for (const [key, mark] of mails) {
        if (from === undefined || !mark.tags.includes(from)) continue;
        put(key, changeMark(mark, mark, { removeTags: [from], addTags: into === undefined ? [] : [into] }));
      }
      const name = edit.putName ?? marks.name;
      marks = {
        mails: [...mails.values()],
        tags: joinById(marks.tags, edit.putTags, ({ id }) => id).filter(({ id }) => id !== from),
        searches: joinById(marks.searches, edit.putSearches, ({ id }) => id).filter(
          ({ id }) => id !== edit.deleteSearch,
        ),
        ...(name && { name }),
      };
      listeners.forEach((listener) => listener());
      return Promise.resolve();
    },
  };
}

function joinById<T>(before: readonly T[], put: readonly T[] | undefined, idOf: (item: T) => string): T[] {
  return [...new Map([...before, ...(put ?? [])].map((item) => [idOf(item), item])).values()];
}
