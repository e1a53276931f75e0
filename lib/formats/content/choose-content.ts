import { createMailDays } from '../../mail/clock.ts';
import { choosesMail, choosesMailbox, type MailChoice } from '../../mail/mail-choice.ts';
import { mailKeyText, type AccountKey, type MailRow } from '../../mail/mail.ts';
import type { ArchiveAccount, ArchiveContent } from '../content.ts';

/** What a choice is made with besides the content itself. */
export interface Chooser {
  choice: MailChoice;
  /** Ids of mails no finished ZIP holds; asked only for a choice of what is new. */
  listWaiting(owner: AccountKey): Promise<string[]>;
  /** Called with each mail that is handed out. */
  onChosen(row: MailRow): void;
}

/** The part of a mailbox that is meant, as content like any other. An account of which nothing is left has no mails. */
export function chooseContent(
  content: ArchiveContent,
  { choice, listWaiting, onChosen }: Chooser,
): ArchiveContent {
  const predicate = async (account: ArchiveAccount): Promise<(row: MailRow) => boolean> => {
    const marks = new Map((await content.marks()).mails.map((mark) => [mailKeyText(mark), mark]));
    const dayOf = createMailDays();
    const waiting = choice.isNew ? new Set(await listWaiting(account)) : undefined;
    return (row) => {
      const mark = marks.get(mailKeyText(row));
      return choosesMail(choice, row, {
        day: dayOf(row.receivedAt),
        isStarred: mark?.isStarred ?? row.isStarred,
        tags: mark?.tags ?? [],
        isNew: waiting?.has(row.id) ?? false,
      });
    };
  };
  const findAccount = async ({ service, account }: AccountKey): Promise<ArchiveAccount | undefined> =>
    (await content.accounts()).find((each) => each.service === service && each.account === account);

  return {
    ...content,
    async accounts() {
      const chosen: ArchiveAccount[] = [];
      for (const account of await content.accounts()) {
        if (!choosesMailbox(choice, account)) continue;
        const isChosen = await predicate(account);
        let mails = 0;
        let pictures = 0;
        for await (const row of content.rows(account, new AbortController().signal)) {
          if (!isChosen(row)) continue;
          mails += 1;
          pictures += row.pictureCount;
        }
        chosen.push({ ...account, mails, savedAssets: pictures });
      }
      return chosen;
    },
    async *mails(owner, signal) {
      const account = await findAccount(owner);
      if (!account) return;
      const isChosen = await predicate(account);
      for await (const mail of content.mails(owner, signal, isChosen)) {
        onChosen(mail.row);
        yield mail;
      }
    },
  };
}
