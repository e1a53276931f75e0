import type { AccountKey, MailRow, SourceId } from './mail.ts';

/** Which of the stored mails are chosen. Every condition narrows; absent conditions do not. */
export interface MailChoice {
  mailboxes?: AccountKey[];
  /** Senders across the accounts of a service; the name is only for display. */
  senders?: { service: SourceId; id: string; name: string }[];
  /** Days on the services' clock, `2020-01-02`, both included. */
  firstDay?: string;
  lastDay?: string;
  isStarred?: true;
  /** The name is only for display. */
  tag?: { id: string; name: string };
  /** Only mails that no finished ZIP contains yet. */
  isNew?: true;
}

/** What the choice needs to know of a mail besides its row. */
export interface ChoiceFacts {
  /** The day it belongs to; undefined when its time is not a time: then no range of days includes it. */
  day: string | undefined;
  isStarred: boolean;
  /** Ids of tags. */
  tags: readonly string[];
  isNew: boolean;
}

/** Whether the choice has at least one condition. */
export function isNarrow(choice: MailChoice): boolean {
  return Object.keys(choice).length > 0;
}

/** Whether mails of the mailbox can be chosen. */
export function choosesMailbox({ mailboxes }: MailChoice, { service, account }: AccountKey): boolean {
  return !mailboxes || mailboxes.some((box) => box.service === service && box.account === account);
}

/** Whether the mail is chosen. */
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
