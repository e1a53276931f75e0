import { describe, expect, it } from 'vitest';
import { createFetcher } from '../../../lib/backup/fetcher.ts';
import { createGovernor } from '../../../lib/backup/governor.ts';
import { paces } from '../../../lib/backup/pace.ts';
import type { SessionKeeper, Transport } from '../../../lib/backup/ports.ts';
import { runBackup } from '../../../lib/backup/run-backup.ts';
import type { Session, Source } from '../../../lib/sources/source.ts';
import { aFakeClock } from '../../support/fake-clock.ts';
import { aFakeMessageService } from '../../support/fake-message-service.ts';
import { fakeMessageSource } from '../../support/fake-message-source.ts';
import { aMemoryStore } from '../../support/memory-store.ts';
import { jpegOf } from '../../support/scripted-service.ts';

/** A backup of the message service; its pictures are whatever is asked for. */
function aWorld(source: Source = fakeMessageSource()) {
  const service = aFakeMessageService();
  const session = source.parseSession(service.signedIn) as Session;
  const sessions: SessionKeeper = {
    find: () => session,
    confirm: () => Promise.resolve(session),
    renew: () => Promise.resolve(session),
  };
  const clock = aFakeClock();
  const store = aMemoryStore();
  const lists: string[] = [];
  let cutAt = Infinity;
  const transport: Transport = {
    async send(request) {
      const { hostname, pathname, search } = new URL(request.url);
      if (pathname.includes('timeline')) lists.push(search);
      if (lists.length > cutAt) throw new Error('The worker died.');
      const { status, body } = service.answer(request);
      const isMedia = hostname.startsWith('media.');
      return {
        status: isMedia ? 200 : status,
        header: () => undefined,
        body: isMedia ? jpegOf(pathname) : new TextEncoder().encode(body),
      };
    },
  };
  async function backUp(startedAt: string, { isFull = false } = {}): Promise<string[]> {
    const before = lists.length;
    const governor = createGovernor({ clock, limits: () => paces.fast });
    const fetcher = createFetcher({ transport, governor, sessions, source, clock });
    const { signal } = new AbortController();
    await clock.run(
      runBackup({ run: { isFull, startedAt }, source, session, fetcher, store, clock, signal }),
    );
    return lists.slice(before);
  }
  const textOf = (id: number) => store.content(session).mails.find((mail) => mail.id === String(id))?.text;
  return { ...service, store, backUp, textOf, dieAfter: (pages: number) => (cutAt = lists.length + pages) };
}

const firstDay = '2026-01-01T00:00:00Z';
const nextDay = '2026-01-02T00:00:00Z';

describe('a feed that tells what changed', () => {
  it('brings the edit of an old message in an incremental run', async () => {
    const { backUp, edit, textOf } = aWorld();
    await backUp(firstDay);
    edit(100003, 'I meant Monday', '2025-02-02T00:00:00Z');
    await backUp(nextDay);
    expect(textOf(100003)).toBe('I meant Monday');
  });

  it('is asked one page, from the service’s own moment of the last run on', async () => {
    const { backUp, edit } = aWorld();
    await backUp(firstDay);
    edit(100003, 'I meant Monday', '2025-02-02T00:00:00Z');
    const since = (at: string) =>
      `?count=200&order=asc&updated_from=${encodeURIComponent(at)}&clear_unread=false`;
    expect(await backUp(nextDay)).toEqual([since('2025-02-01T00:00:00Z')]);
    expect(await backUp('2026-01-03T00:00:00Z')).toEqual([since('2025-02-02T00:00:00Z')]);
  });

  it('is read from the top again by a full run', async () => {
    const { backUp } = aWorld();
    const first = await backUp(firstDay);
    expect(first).toHaveLength(3);
    expect(await backUp(nextDay, { isFull: true })).toEqual(first);
  });

  it('loses no edit made while the first run was under way', async () => {
    const { backUp, edit, textOf, dieAfter } = aWorld();
    dieAfter(1);
    await expect(backUp(firstDay)).rejects.toThrow();
    // The first page is stored, and the rest is read when the service's clock is past the edit.
    edit(100009, 'I meant Tuesday', '2025-02-01T12:00:00Z');
    edit(100005, 'Good night', '2025-02-01T13:00:00Z');
    dieAfter(Infinity);
    await backUp(firstDay);
    await backUp(nextDay);
    expect(textOf(100009)).toBe('I meant Tuesday');
  });

  it('stops at the first mail it knows where the service does not say its time', async () => {
    const source = fakeMessageSource();
    const timeless: Source = {
      ...source,
      parsePage(...given) {
        const { asOf: _asOf, ...page } = source.parsePage(...given);
        return page;
      },
    };
    const { backUp } = aWorld(timeless);
    const [top] = await backUp(firstDay);
    expect(await backUp(nextDay)).toEqual([top]);
  });
});
