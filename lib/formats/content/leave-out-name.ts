import type { MailChoice } from '../../mail/mail-choice.ts';
import type { Marks } from '../../mail/marks.ts';
import { createNaming, type Naming } from '../../mail/naming.ts';
import type { ArchiveContent, ArchiveMail } from '../content.ts';

/**
 * The same content without the reader's name, however the viewer shows it. Cleaned bodies are to be made anew, and no mail
 * claims to be the listing's state of it.
 */
export function leaveOutName(content: ArchiveContent): ArchiveContent {
  const namingOf = async (): Promise<Naming> => hideName(await content.marks());
  return {
    ...content,
    async *rows(owner, signal) {
      const naming = await namingOf();
      for await (const row of content.rows(owner, signal)) yield naming.row(row);
    },
    async *mails(owner, signal, isChosen) {
      const naming = await namingOf();
      for await (const mail of content.mails(owner, signal, isChosen)) yield namelessMail(mail, naming);
    },
    async rest(owner) {
      const naming = await namingOf();
      const { unsaved, problems } = await content.rest(owner);
      return {
        unsaved: unsaved.map((mail) => ({ ...mail, raw: naming.record(mail.raw) })),
        problems: problems.map((problem) =>
          problem.raw === undefined ? problem : { ...problem, raw: naming.record(problem.raw) },
        ),
      };
    },
    marks: async () => namelessMarks(await content.marks()),
  };
}

/** The choice with a tag's name as `leaveOutName` has it. */
export async function leaveNameOutOfChoice(content: ArchiveContent, choice: MailChoice): Promise<MailChoice> {
  const { tag } = choice;
  if (!tag) return choice;
  const { text } = hideName(await content.marks());
  return { ...choice, tag: { id: tag.id, name: text(tag.name) } };
}

function hideName({ name }: Marks): Naming {
  return createNaming({ mode: 'hidden', own: '', written: name?.written ?? [] });
}

function namelessMail(mail: ArchiveMail, naming: Naming): ArchiveMail {
  const { body: _body, version: _version, ...rest } = mail;
  return {
    ...rest,
    row: naming.row(mail.row),
    content: naming.content(mail.content),
    versions: mail.versions.map((version) => ({
      ...version,
      row: naming.row(version.row),
      content: naming.content(version.content),
    })),
  };
}

function namelessMarks(marks: Marks): Marks {
  const { text, address } = hideName(marks);
  return {
    tags: marks.tags.map((tag) => ({ ...tag, name: text(tag.name) })),
    mails: marks.mails.map((mark) => ({ ...mark, note: text(mark.note) })),
    searches: marks.searches.map((search) => ({
      ...search,
      name: text(search.name),
      address: address(search.address),
    })),
  };
}
