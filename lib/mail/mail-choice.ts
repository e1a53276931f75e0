import type { AccountKey, MailRow, SourceId } from './mail.ts';

/** Which of the stored mails are meant. Every part narrows; absent parts do not. */
export interface MailChoice {
  mailboxes?: AccountKey[];
  /** People across the accounts of a service; the name is for words on screen only. */
  senders?: { service: SourceId; id: string; name: string }[];
  /** Days of the service's own zone, `2020-01-02`, both included. */
  firstDay?: string;
  lastDay?: string;
  isStarred?: true;
  /** The name is for words on screen only. */
  tag?: { id: string; name: string };
  /** Only what no finished ZIP holds yet. */
  isNew?: true;
}

/** What must be known of a mail besides its row. */
export interface ChoiceFacts {
  /** The day it belongs to; undefined where its time is none: then no choice of days means it. */
  day: string | undefined;
  isStarred: boolean;
  /** Ids of tags. */
  tags: readonly string[];
  isNew: boolean;
}

/** Whether the choice names anything at all. */
export function isNarrow(choice: MailChoice): boolean {
  return Object.keys(choice).length > 0;
}

/** Whether mails of the mailbox can be meant. */
export function choosesMailbox({ mailboxes }: MailChoice, { service, account }: AccountKey): boolean {
  return !mailboxes || mailboxes.some((box) => box.service === service && box.account === account);
}

/** Whether the mail is meant. */
export function choosesMail(choice: MailChoice, row: MailRow, facts: ChoiceFacts): boolean {
  const { senders, firstDay, lastDay, isStarred, tag, isNew } = choice;
  return (
    choosesMailbox(choice, row) &&
    (!senders || senders.some(({ service, id }) => service === row.service && id === row.from.id)) &&
    isBetween(facts.day, firstDay, lastDay) &&
    (!isStarred || facts.isStarred) &&
    (tag === undefined || facts.tags.includes(tag.id)) &&
    (!isNew || facts.isNew)
  );
}

function isBetween(day: string | undefined, first: string | undefined, last: string | undefined): boolean {
  if (first === undefined && last === undefined) return true;
  return day !== undefined && (first === undefined || day >= first) && (last === undefined || day <= last);
}
