import { describe, expect, it } from 'vitest';
import { describeNotice } from '../../../components/popup/describe-notice.ts';
import { catalogues } from '../../../components/shared/catalogues.ts';
import { createTranslator } from '../../../components/shared/translate.ts';
import type { Overview } from '../../../lib/messages.ts';
import { aService, now } from './states.ts';

const t = createTranslator(catalogues, 'en');
const overview: Overview = {
  services: [
    aService({ phase: 'done', newMails: 120, failed: 0, finishedAt: '2026-11-23T11:00:00Z' }),
    aService({ phase: 'resting', reason: 'signed-out' }, { service: 'talks', name: 'Talks' }),
  ],
  export: { phase: 'failed', code: 'storage-full' },
};

describe('a notification', () => {
  it('says what ended, and how', () => {
    expect(describeNotice({ who: 'service 1', how: 'done' }, overview, t, now)).toEqual({
      title: 'Backup finished',
      message: 'Letters: 120 new mails',
    });
    expect(describeNotice({ who: 'export', how: 'failed' }, overview, t, now)?.title).toBe('Export failed');
  });

  it('says what the user has to do', () => {
    expect(describeNotice({ who: 'service 2', how: 'waits' }, overview, t, now)).toEqual({
      title: 'The backup needs you',
      message: 'Talks: Waiting: the web client is signed out.',
    });
  });

  it('names the container where a service has several', () => {
    const done = { phase: 'done', newMails: 2, failed: 0, finishedAt: '2026-11-23T11:00:00Z' } as const;
    const services = [
      aService({ phase: 'ready' }, { account: 'a1', containerNumber: 1 }),
      aService(done, { account: 'b2', containerNumber: 2 }),
      aService({ phase: 'ready' }, { service: 'talks', name: 'Talks' }),
    ];
    const notice = (who: string) =>
      describeNotice({ who, how: 'done' }, { ...overview, services }, t, now)?.message;
    expect(notice('service 1 container 2')).toBe('Letters · container 2: 2 new mails');
    expect(notice('service 2')).toMatch(/^Talks: /);
  });

  it('is absent for a service that is not in the overview', () => {
    expect(describeNotice({ who: 'service 7', how: 'done' }, overview, t, now)).toBeUndefined();
    expect(describeNotice({ who: 'database', how: 'failed' }, overview, t, now)).toBeUndefined();
  });
});
