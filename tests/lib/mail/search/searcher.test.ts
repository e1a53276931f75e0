import { describe, expect, it } from 'vitest';
import type { MailRow } from '../../../../lib/mail/mail.ts';
import { mailKeyText } from '../../../../lib/mail/mail.ts';
import { createSearcher } from '../../../../lib/mail/search/searcher.ts';
import { hitKeys } from '../../../support/hit-keys.ts';

const row = (id: string, subject = ''): MailRow => ({
  service: 'letters',
  account: 'a1',
  id,
  kind: 'mail',
  from: { id: '1', name: 'Sky' },
  subject,
  preview: 'a preview',
  receivedAt: '2020-05-01T00:00:00Z',
  pictureCount: 0,
  isStarred: false,
  isUnread: false,
  isWithdrawn: false,
});
const word = (text: string) => [{ kind: 'text' as const, text, isNot: false }];
const rest = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a searcher', () => {
  it('finds mails by their text, or by the preview of one without', async () => {
    const rows = [row('m1', 'rain'), row('m2')];
    const searcher = createSearcher(
      {
        listMails: () => Promise.resolve(rows),
        listTexts: () => Promise.resolve([['letters/a1/m1', 'umbrella']]),
      },
      rest,
    );
    await searcher.prepare();
    expect(hitKeys(await searcher.find(word('umbrella')))).toEqual(['letters/a1/m1']);
    expect(hitKeys(await searcher.find(word('preview')))).toEqual(['letters/a1/m2']);
    expect([...(await searcher.textsOf(['letters/a1/m1', 'letters/a1/m2']))]).toEqual([
      ['letters/a1/m1', 'umbrella'],
    ]);
  });

  it('knows changes after `prepare`', async () => {
    let rows = [row('m1', 'rain')];
    const searcher = createSearcher(
      { listMails: () => Promise.resolve(rows), listTexts: () => Promise.resolve([]) },
      rest,
    );
    await searcher.prepare();
    rows = [row('m1', 'snow'), row('m2', 'rain')];
    await searcher.prepare();
    expect(hitKeys(await searcher.find(word('rain')))).toEqual(['letters/a1/m2']);
  });

  it('rejects a search when another is started', async () => {
    const rows = Array.from({ length: 60_000 }, (_, at) => row(`m${at}`, 'long words '.repeat(40)));
    const searcher = createSearcher(
      {
        listMails: () => Promise.resolve(rows),
        listTexts: () =>
          Promise.resolve(rows.map((each): [string, string] => [mailKeyText(each), 'rain '.repeat(60)])),
      },
      rest,
    );
    await searcher.prepare();
    const first = searcher.find(word('no such words anywhere'));
    const second = searcher.find(word('rain'));
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    expect(hitKeys(await second)).toHaveLength(60_000);
  });
});
