import type { AssetKind } from '../../../lib/mail/asset.ts';
import { dayOfDate, serviceUtcOffsetMinutes } from '../../../lib/mail/clock.ts';
import { zonedTime } from '../../../lib/mail/zoned-time.ts';
import type { MediaItem } from '../../../lib/mail/media.ts';
import { mailboxKey, senderKey } from '../shared/mail-filter.ts';
import type { SenderFilterChoice } from '../shared/SenderFilter.tsx';
import type { WallMonth } from './wall-layout.ts';

/** The kind of files on the wall. */
export type KindChoice = 'all' | AssetKind;

/** The files that pass, in the order given; the same array when nothing is filtered. */
export function filterMedia(
  items: readonly MediaItem[],
  { sender, mailbox }: SenderFilterChoice,
  kind: KindChoice,
): readonly MediaItem[] {
  if (sender === undefined && mailbox === undefined && kind === 'all') return items;
  return items.filter(
    ({ row, file }) =>
      (kind === 'all' || file.ref.kind === kind) &&
      (sender === undefined || senderKey(row) === sender) &&
      (mailbox === undefined || mailboxKey(row) === mailbox),
  );
}

/** The number of files of each sender, most first. Files come newest first; the newest name of a sender is used. */
export function countFilesBySender(
  items: readonly MediaItem[],
): { key: string; id: string; name: string; count: number }[] {
  const senders = new Map<string, { key: string; id: string; name: string; count: number }>();
  for (const { row } of items) {
    const key = senderKey(row);
    const known = senders.get(key);
    if (known) known.count += 1;
    else senders.set(key, { key, id: row.from.id, name: row.from.name, count: 1 });
  }
  return [...senders.values()].sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
}

/** Groups neighbouring files of one month on the services' clock. */
export function groupByMonth(items: readonly MediaItem[]): WallMonth[] {
  const months: WallMonth[] = [];
  items.forEach(({ row }, at) => {
    const { year, month } = zonedTime(row.receivedAt, serviceUtcOffsetMinutes);
    const first = dayOfDate(year, month, 1);
    const last = months.at(-1);
    if (last?.day === first) last.to = at + 1;
    else months.push({ day: first, from: at, to: at + 1 });
  });
  return months;
}
