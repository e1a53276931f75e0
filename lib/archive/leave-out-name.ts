import type { MailChoice } from '../mail/mail-choice.ts';
import type { AccountKey, MailContent, MailRow } from '../mail/mail.ts';
import type { Marks } from '../mail/marks.ts';
import { createNameHider, type NameHider } from '../mail/hide-names.ts';
import { namelessMarkup } from './nameless-markup.ts';
import type { ArchiveContent, ArchiveMail } from './ports.ts';

/** The reader's names in one mailbox, or in all, and the way to hide them. */
interface Names {
  names: readonly string[];
  hider: NameHider;
}

/**
 * The same content without the names that senders call the reader by, as far as they were told. Cleaned bodies are to be made
 * anew, and no mail claims to be the listing's state of it.
 */
export function leaveOutName(content: ArchiveContent): ArchiveContent {
  const namesIn = async (owner: AccountKey): Promise<Names> => findNames(await content.marks(), owner);
  return {
    ...content,
    async *rows(owner, signal) {
      const { hider } = await namesIn(owner);
      for await (const row of content.rows(owner, signal)) yield namelessRow(row, hider);
    },
    async *mails(owner, signal, isChosen) {
      const names = await namesIn(owner);
      for await (const mail of content.mails(owner, signal, isChosen)) yield namelessMail(mail, names);
    },
    async rest(owner) {
      const { hider } = await namesIn(owner);
      const { unsaved, problems } = await content.rest(owner);
      return {
        unsaved: unsaved.map((mail) => ({ ...mail, raw: namelessRecord(mail.raw, hider) })),
        problems: problems.map((problem) =>
          problem.raw === undefined ? problem : { ...problem, raw: namelessRecord(problem.raw, hider) },
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
  const { hider } = findNames(await content.marks());
  return { ...choice, tag: { id: tag.id, name: hider.text(tag.name) } };
}

function findNames({ nicknames }: Marks, owner?: AccountKey): Names {
  const names = nicknames
    .filter((each) => !owner || (each.service === owner.service && each.account === owner.account))
    .map(({ written }) => written)
    .filter((written) => written !== '');
  return { names, hider: createNameHider(names) };
}

function namelessMail(mail: ArchiveMail, names: Names): ArchiveMail {
  const { body: _body, version: _version, ...rest } = mail;
  return {
    ...rest,
    row: namelessRow(mail.row, names.hider),
    content: namelessContent(mail.content, names),
    versions: mail.versions.map((version) => ({
      ...version,
      row: namelessRow(version.row, names.hider),
      content: namelessContent(version.content, names),
    })),
  };
}

function namelessRow(row: MailRow, hider: NameHider): MailRow {
  return { ...row, subject: hider.text(row.subject), preview: hider.preview(row.preview) };
}

function namelessContent(content: MailContent, { names, hider }: Names): MailContent {
  const { htmlBody, assets } = content;
  return {
    ...content,
    ...(htmlBody === undefined ? {} : { htmlBody: namelessMarkup(htmlBody, { names, hider, assets }) }),
    text: hider.text(content.text),
    raw: namelessRecord(content.raw, hider),
  };
}

/** A record's JSON with every text in it changed; empty for what is no JSON, where a name cannot be told. */
function namelessRecord(raw: string, hider: NameHider): string {
  try {
    return JSON.stringify(
      JSON.parse(raw, (_, value: unknown) => (typeof value === 'string' ? hider.text(value) : value)),
    );
  } catch {
    return '';
  }
}

function namelessMarks(marks: Marks): Marks {
  // Tags and searches are about all mailboxes.
  const { hider } = findNames(marks);
  return {
    tags: marks.tags.map((tag) => ({ ...tag, name: hider.text(tag.name) })),
    mails: marks.mails.map((mark) => ({ ...mark, note: hider.text(mark.note) })),
    searches: marks.searches.map((search) => ({
      ...search,
      name: hider.text(search.name),
      address: hider.text(search.address),
    })),
    nicknames: [],
  };
}
