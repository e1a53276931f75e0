import { createMailDays } from '../../../lib/mail/clock.ts';
import { choosesMail, type MailChoice } from '../../../lib/mail/mail-choice.ts';
import { mailKeyText, type AccountKey, type MailRow, type SourceId } from '../../../lib/mail/mail.ts';
import type { Marks } from '../../../lib/mail/marks.ts';
import type { ExportFormat, ExportOptions } from '../../../lib/messages.ts';
import { mailboxKey } from '../shared/mail-filter.ts';

/** The values of the dialog's fields; an empty text does not narrow the choice. */
export interface ExportForm {
  format: ExportFormat;
  mailbox: string;
  /** `senderOf` of each chosen sender; empty means all senders. */
  senders: readonly string[];
  firstDay: string;
  lastDay: string;
  /** A tag's id. */
  tag: string;
  isStarred: boolean;
  isNew: boolean;
  isWithoutFiles: boolean;
  isWithoutName: boolean;
  /** In bytes; 0: one file of any size. */
  volumeBytes: number;
}

/** The form of an export of everything. */
export const blankForm: ExportForm = {
  format: 'zip',
  mailbox: '',
  senders: [],
  firstDay: '',
  lastDay: '',
  tag: '',
  isStarred: false,
  isNew: false,
  isWithoutFiles: false,
  isWithoutName: false,
  volumeBytes: 0,
};

/** Sizes that current disks and mailboxes accept, in bytes; the largest is the limit of a FAT32 stick. */
export const volumeSizes = [250e6, 1e9, 2e9, 2 ** 32 - 1] as const;

/** A sender to choose from. */
export interface ExportSender {
  key: string;
  service: SourceId;
  id: string;
  name: string;
}

/** The identity of a sender across the accounts of a service. */
export function senderOf({ service, from }: Pick<MailRow, 'service' | 'from'>): string {
  return JSON.stringify([service, from.id]);
}

/** The values that the fields offer. */
export interface ExportKnown {
  mailboxes: readonly AccountKey[];
  senders: readonly ExportSender[];
  marks: Marks;
}

/** Whether the user's name can be left out: it is known, or the mails contain only placeholders for it. */
export function knowsName({ marks: { name } }: ExportKnown): boolean {
  return name !== undefined && (name.written.length > 0 || name.mode !== 'written');
}

/** Converts the fields into the options of an export. */
export function optionsOf(form: ExportForm, known: ExportKnown): ExportOptions {
  const mailbox = known.mailboxes.find((box) => mailboxKey(box) === form.mailbox);
  const senders = known.senders
    .filter(({ key }) => form.senders.includes(key))
    .map(({ service, id, name }) => ({ service, id, name }));
  const tag = known.marks.tags.find(({ id }) => id === form.tag);
  const choice: MailChoice = {
    ...(mailbox && { mailboxes: [{ service: mailbox.service, account: mailbox.account }] }),
    ...(senders.length > 0 && { senders }),
    ...(form.firstDay !== '' && { firstDay: form.firstDay }),
    ...(form.lastDay !== '' && { lastDay: form.lastDay }),
    ...(form.isStarred && { isStarred: true as const }),
    ...(tag && { tag: { id: tag.id, name: tag.name } }),
    ...(form.isNew && { isNew: true as const }),
  };
  const { format, isWithoutFiles, volumeBytes } = form;
  const isWithoutName = form.isWithoutName && knowsName(known);
  return {
    format,
    choice,
    isWithoutFiles,
    isWithoutName,
    ...(format === 'zip' && volumeBytes > 0 && { volumeBytes }),
  };
}

/** The number of mails that match; `isNew` is unknown here and does not narrow the choice. */
export function countChosen(rows: readonly MailRow[], { choice }: ExportOptions, marks: Marks): number {
  const dayOf = createMailDays();
  const byMail = new Map(marks.mails.map((mark) => [mailKeyText(mark), mark]));
  return rows.filter((row) => {
    const mark = byMail.get(mailKeyText(row));
    return choosesMail(choice, row, {
      day: dayOf(row.receivedAt),
      isStarred: mark?.isStarred ?? row.isStarred,
      tags: mark?.tags ?? [],
      isNew: true,
    });
  }).length;
}
