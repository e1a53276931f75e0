import { describe, expect, it } from 'vitest';
import { answerSearches, createWorkerSearcher } from '../../../../lib/browser/search/worker-searcher.ts';
import type { MailRow } from '../../../../lib/mail/mail.ts';
import type { NamedSource } from '../../../../lib/mail/named-library.ts';
import { brokenWorker, fakeWorker } from '../../../support/fake-worker.ts';
import { hitKeys } from '../../../support/hit-keys.ts';

const row = (id: string, subject: string): MailRow => ({
  service: 'letters',
  account: 'a1',
  id,
  kind: 'mail',
  from: { id: '1', name: 'Sky' },
  subject,
  preview: '',
  receivedAt: '2020-05-01T00:00:00Z',
  pictureCount: 0,
  isStarred: false,
  isUnread: false,
  isWithdrawn: false,
});
const source: NamedSource = {
  areNamesDecided: true,
  listMails: () => Promise.resolve([row('m1', 'rain'), row('m2', 'snow'), row('m3', 'rain again')]),
  listTexts: () => Promise.resolve([['letters/a1/m2', 'it rained, then it snowed']]),
};
const word = (text: string) => [{ kind: 'text' as const, text, isNot: false }];

const aWorker = (read: NamedSource): Worker => fakeWorker((scope) => answerSearches(read, scope));

describe('a search in a worker', () => {
  it('finds what a search in the page finds', async () => {
    const searcher = createWorkerSearcher(() => aWorker(source), source);
    await searcher.prepare();
    expect(hitKeys(await searcher.find(word('rain')))).toEqual([
      'letters/a1/m1',
      'letters/a1/m2',
      'letters/a1/m3',
    ]);
    expect(hitKeys(await searcher.find(word('again')))).toEqual(['letters/a1/m3']);
    expect(await searcher.textsOf(['letters/a1/m2'])).toEqual(
      new Map([['letters/a1/m2', 'it rained, then it snowed']]),
    );
  });

  it('continues in the page when the worker cannot be started', async () => {
    const searcher = createWorkerSearcher(brokenWorker, source);
    await searcher.prepare();
    expect(hitKeys(await searcher.find(word('snow')))).toEqual(['letters/a1/m2']);
  });

  it('rejects when the mails cannot be read', async () => {
    const closed: NamedSource = { ...source, listMails: () => Promise.reject(new Error('closed')) };
    const searcher = createWorkerSearcher(() => aWorker(closed), closed);
    await expect(searcher.prepare()).rejects.toThrow();
  });
});
