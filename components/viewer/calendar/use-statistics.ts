import { useEffect, useState } from 'preact/hooks';
import type { MailRow } from '../../../lib/mail/mail.ts';
import { createStatisticsCounter } from '../../../lib/mail/statistics.ts';
import type { MailStatistics } from '../../../lib/mail/statistics.ts';
import { mailboxKey, senderKey } from '../shared/mail-filter.ts';
import type { SenderFilterChoice } from '../shared/SenderFilter.tsx';

/** The number of mails counted before the page gets its turn again: some ten milliseconds. */
const sliceSize = 5_000;

/**
 * Counts the chosen senders' mails, and again when they change; the old counts stay on screen until the new ones are
 * complete.
 */
export function useStatistics(
  rows: readonly MailRow[],
  { sender, mailbox }: SenderFilterChoice,
): MailStatistics | undefined {
  const [statistics, setStatistics] = useState<MailStatistics>();
  useEffect(() => {
    let isCurrent = true;
    const isMeant = (row: MailRow): boolean =>
      (sender === undefined || senderKey(row) === sender) &&
      (mailbox === undefined || mailboxKey(row) === mailbox);
    const count = async (): Promise<void> => {
      const counter = createStatisticsCounter();
      for (let at = 0; at < rows.length; at += sliceSize) {
        const slice = rows.slice(at, at + sliceSize);
        counter.add(sender === undefined && mailbox === undefined ? slice : slice.filter(isMeant));
        await new Promise((resolve) => setTimeout(resolve));
        if (!isCurrent) return;
      }
      setStatistics(counter.result());
    };
    void count();
    return () => {
      isCurrent = false;
    };
  }, [rows, sender, mailbox]);
  return statistics;
}
