import { describe, expect, it } from 'vitest';
import { describeExport, sayStatus } from '../../../components/popup/describe-export.ts';
import { hostNames } from '../../../components/popup/host-names.ts';
import { sayWhen } from '../../../components/shared/say-when.ts';
import { catalogues } from '../../../components/shared/catalogues.ts';
import { createFormats } from '../../../components/shared/format.ts';
import { createTranslator } from '../../../components/shared/translate.ts';
import type { Overview, ServiceOverview } from '../../../lib/messages.ts';
import { aProgress, aService, now } from './states.ts';

const t = createTranslator(catalogues, 'en');
const formats = createFormats('en');

describe('the export in words', () => {
  it('is absent before the first export', () => {
    expect(describeExport({ phase: 'idle' }, t, formats)).toBeUndefined();
  });

  it('says how many files are packed', () => {
    expect(describeExport({ phase: 'packing', done: 600, total: 2400 }, t, formats)).toMatchObject({
      detail: '600 of 2,400 files',
      percent: 25,
      isBusy: true,
    });
  });

  it('shows the file and its size when it is saved', () => {
    const done = {
      phase: 'done',
      fileName: 'mail-ark.zip',
      files: 1,
      sizeBytes: 1_800_000_000,
      mails: 8000,
      assets: 16_000,
      finishedAt: '2026-11-23T11:00:00Z',
    } as const;
    expect(describeExport(done, t, formats)).toEqual({
      sentence: 'ZIP saved: 8,000 mails, 1.8 GB',
      detail: 'mail-ark.zip',
      isBusy: false,
      isTrouble: false,
    });
  });

  it('says why it failed', () => {
    expect(describeExport({ phase: 'failed', code: 'storage-full' }, t, formats)).toMatchObject({
      isTrouble: true,
      isBusy: false,
    });
  });
});

describe('the text of the status region', () => {
  const say = (services: ServiceOverview[], change: Partial<Overview> = {}) =>
    sayStatus({ services, export: { phase: 'idle' }, ...change }, t, formats, now);

  it('names the service and its state', () => {
    const done = aService({ phase: 'done', newMails: 2, failed: 0, finishedAt: '2026-11-23T11:00:00Z' });
    expect(say([done])).toBe('Letters: 2 new mails');
  });

  it('stays the same while only the counts of a run change', () => {
    const running = (mailsSaved: number) =>
      aService({ phase: 'running', progress: aProgress({ counts: { mailsSaved } }) });
    expect(say([running(10)])).toBe(say([running(4000)]));
  });

  it('describes the running service before any other', () => {
    const other = aService({ phase: 'failed', code: 'offline' }, { name: 'Other' });
    const running = aService({ phase: 'running', progress: aProgress() });
    expect(say([other, running])).toBe('Letters: Saving the words');
  });

  it('adds the export', () => {
    expect(say([aService({ phase: 'ready' })], { export: { phase: 'saving' } })).toBe(
      'Letters: Ready for the next backup. · Saving the ZIP to your downloads',
    );
  });

  it('is empty when there is nothing', () => {
    expect(say([])).toBe('');
  });
});

describe('a moment', () => {
  it('is a time today, a day this year, a date otherwise', () => {
    const say = (iso: string) => sayWhen(iso, 'en', now, 'UTC').replace(/\u202f/g, ' ');
    expect([
      say('2026-11-23T09:05:00Z'),
      say('2026-11-20T09:05:00Z'),
      say('2025-11-23T09:05:00Z'),
      say('soon'),
    ]).toEqual(['9:05 AM', 'Nov 20, 9:05 AM', 'Nov 23, 2025', 'soon']);
  });
});

describe('the hosts in a permission request', () => {
  it('are names, each once', () => {
    expect(
      hostNames(['https://api.example/*', 'http://api.example/v1/*', 'https://*.web.example:8443/*']),
    ).toEqual(['api.example', '*.web.example:8443']);
  });
});
