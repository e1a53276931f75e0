import { createMailDays } from '../../../lib/mail/clock.ts';
import { choosesMail, type MailChoice } from '../../../lib/mail/mail-choice.ts';
import { mailKeyText, type AccountKey, type MailRow, type SourceId } from '../../../lib/mail/mail.ts';
import type { Marks } from '../../../lib/mail/marks.ts';
import type { ExportFormat, ExportOptions } from '../../../lib/messages.ts';
import { mailboxKey } from '../shared/mail-filter.ts';

/** What stands in the fields of the dialog; empty texts choose nothing. */
export interface ExportForm {
  format: ExportFormat;
  mailbox: string;
  /** `senderOf` of each person chosen; none means everybody. */
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

/** Sizes that disks and mail boxes of today ask for; the largest is the most a FAT32 stick takes. */
export const volumeSizes = [250e6, 1e9, 2e9, 2 ** 32 - 1] as const;

/** A person who can be chosen. */
export interface ExportSender {
  key: string;
  service: SourceId;
  id: string;
  name: string;
}

/** Identity of a sender across the accounts of a service. */
export function senderOf({ service, from }: Pick<MailRow, 'service' | 'from'>): string {
  return JSON.stringify([service, from.id]);
}

/** What the fields choose from. */
export interface ExportKnown {
  mailboxes: readonly AccountKey[];
  senders: readonly ExportSender[];
  marks: Marks;
}

/** Whether the reader's name is known, or that the mails have only places for one, so that it can be left out. */
export function knowsName({ marks: { name } }: ExportKnown): boolean {
  return name !== undefined && (name.written.length > 0 || name.mode !== 'written');
}

/** The options the fields mean. */
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

/** How many mails are meant; `isNew` is not known here and narrows nothing. */
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
