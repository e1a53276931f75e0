import { describe, expect, it } from 'vitest';
import {
  describeState,
  findActiveService,
  needsConsent,
  needsPermission,
} from '../../../components/popup/describe-state.ts';
import { catalogues } from '../../../components/shared/catalogues.ts';
import { createTranslator, languages } from '../../../components/shared/translate.ts';
import type { Progress } from '../../../lib/backup/reached.ts';
import type { ServiceState } from '../../../lib/messages.ts';
import { aLivingService, aProgress, aService, everyState, now } from './states.ts';

const t = createTranslator(catalogues, 'en');

describe('the sentence of a service', () => {
  for (const language of languages) {
    it(`is whole for every state in ${language}`, () => {
      const speak = createTranslator(catalogues, language);
      for (const state of everyState) {
        for (const service of [aService(state), aLivingService(state)]) {
          const { sentence, nextStep = 'none' } = describeState(service, speak, now);
          expect(sentence, JSON.stringify(state)).toMatch(/^.*[^{}]{3,}$/);
          expect(`${sentence} ${nextStep}`).not.toMatch(/[{}]|popup|error[A-Z]/);
        }
      }
    });
  }

  it('offers something to do in every state', () => {
    for (const state of everyState)
      expect(describeState(aService(state), t, now).actions, JSON.stringify(state)).not.toEqual([]);
  });

  it('says the year a service closed without a thousands separator', () => {
    expect(describeState(aService({ phase: 'closed' }), t, now).sentence).toBe(
      'This service closed in 2021.',
    );
  });

  it('says to reload when the web client is open without a known session', () => {
    expect(describeState(aService({ phase: 'signed-out', isClientOpen: true }), t, now).nextStep).toBe(
      'Sign in there. Already signed in? Reload that page.',
    );
  });

  it('counts new mails in the singular and the plural', () => {
    const done = (newMails: number) =>
      describeState(
        aService({ phase: 'done', newMails, failed: 0, finishedAt: '2026-11-23T11:00:00Z' }),
        t,
        now,
      ).sentence;
    expect([done(0), done(1), done(12)]).toEqual([
      'Nothing new. Everything is saved.',
      '1 new mail',
      '12 new mails',
    ]);
  });

  it('does not claim that everything is saved when something failed', () => {
    const description = describeState(
      aService({ phase: 'done', newMails: 0, failed: 3, finishedAt: '2026-11-23T11:00:00Z' }),
      t,
      now,
    );
    expect(description).toMatchObject({ sentence: 'Nothing new.', problems: 3 });
  });

  it('offers to ask again for what waits or failed, and says how much waits', () => {
    const done = { phase: 'done', newMails: 60, failed: 0, finishedAt: '2026-11-23T11:00:00Z' } as const;
    const waiting = describeState(aService({ ...done, waiting: 68 }), t, now);
    expect(waiting).toMatchObject({ tone: 'attention', sentence: '60 new mails', stillWaiting: 68 });
    expect(waiting.actions).toEqual(['backUp', 'askAgain', 'checkEverything']);
    expect(describeState(aService({ ...done, failed: 2 }), t, now).actions).toContain('askAgain');
    expect(describeState(aService(done), t, now).actions).not.toContain('askAgain');
  });

  it('offers the pictures that were left for later, and does not claim that everything is saved', () => {
    const done = { phase: 'done', newMails: 0, failed: 0, finishedAt: '2026-11-23T11:00:00Z' } as const;
    const description = describeState(aService(done, { picturesWaiting: 1200 }), t, now);
    expect(description).toMatchObject({ sentence: 'Nothing new.', picturesWaiting: 1200 });
    expect(description.actions).toEqual(['backUp', 'fetchPictures', 'checkEverything']);
    const running = aService({ phase: 'running', progress: aProgress() }, { picturesWaiting: 1200 });
    expect(describeState(running, t, now)).not.toHaveProperty('picturesWaiting');
  });

  it('says until when a running backup waits, and no longer once the time is over', () => {
    const running = aService({
      phase: 'running',
      progress: aProgress({ restingUntil: '2026-11-23T12:01:00Z' }),
    });
    expect(describeState(running, t, now).sentence).toMatch(/^The service asked to wait until /);
    expect(describeState(running, t, now + 60_000).sentence).toBe('Saving the words');
  });

  it('says that access was taken away only where it had been granted', () => {
    const said = (state: ServiceState) => describeState(aService(state), t, now).sentence;
    expect(said({ phase: 'resting', reason: 'not-allowed-yet' })).toBe('Not allowed yet');
    expect(said({ phase: 'resting', reason: 'permission-missing' })).toBe(
      'Waiting: access to the service was taken away.',
    );
    expect(said({ phase: 'not-permitted', wasAllowed: false })).toBe(
      'Mail Ark is not allowed to reach this service yet.',
    );
    expect(said({ phase: 'not-permitted', wasAllowed: true })).toBe(
      'Access to this service was taken away. What is saved stays.',
    );
  });

  it('says what a running backup waits for when nothing comes', () => {
    const waiting = (waitsFor: Progress['waitsFor']) =>
      describeState(
        aService({ phase: 'running', progress: aProgress({ ...(waitsFor ? { waitsFor } : {}) }) }),
        t,
        now,
      );
    expect(waiting('answer')).toMatchObject({
      sentence: 'Saving the words',
      nextStep: 'Waiting for the service to answer.',
    });
    expect(waiting('retry').nextStep).toBe('The service has trouble answering. Mail Ark tries again.');
    expect(waiting('sign-in').nextStep).toBe('Waiting for the web client to renew its sign-in.');
    expect(waiting(undefined)).not.toHaveProperty('nextStep');
  });

  it('offers to check everything only for a service that was backed up before', () => {
    const first = aService({ phase: 'ready' }, { isSetUp: false });
    expect(describeState(first, t, now).actions).toEqual(['backUp']);
    expect(describeState(aService({ phase: 'ready' }), t, now).actions).toEqual([
      'backUp',
      'checkEverything',
    ]);
  });
});

describe('the question before a backup', () => {
  it('is asked for a closed service only as part of the permission', () => {
    expect(needsConsent(aService({ phase: 'closed' }, { isSetUp: false }))).toBe(true);
    expect(needsConsent(aService({ phase: 'not-permitted', wasAllowed: false }))).toBe(true);
    expect(needsConsent(aService({ phase: 'resting', reason: 'permission-missing' }))).toBe(true);
    expect(needsConsent(aService({ phase: 'ready' }, { isSetUp: false }))).toBe(false);
  });

  it('is not repeated for a run that waits for the browser’s answer', () => {
    const waiting = { phase: 'resting', reason: 'not-allowed-yet' } as const;
    expect(needsConsent(aService(waiting, { isSetUp: false }))).toBe(false);
    expect(needsConsent(aLivingService(waiting, { isSetUp: false }))).toBe(false);
    expect(
      needsConsent(aLivingService({ phase: 'resting', reason: 'permission-missing' }, { isSetUp: false })),
    ).toBe(false);
  });

  it('is asked for a running service once, with or without permission', () => {
    expect(needsConsent(aLivingService({ phase: 'ready' }, { isSetUp: false }))).toBe(true);
    expect(
      needsConsent(aLivingService({ phase: 'not-permitted', wasAllowed: false }, { isSetUp: false })),
    ).toBe(true);
    expect(needsConsent(aLivingService({ phase: 'ready' }))).toBe(false);
    expect(needsConsent(aLivingService({ phase: 'not-permitted', wasAllowed: false }))).toBe(false);
  });

  it('asks the browser only where permission is missing', () => {
    const missing = everyState.filter(needsPermission);
    expect(missing).toEqual([
      { phase: 'closed' },
      { phase: 'not-permitted', wasAllowed: false },
      { phase: 'not-permitted', wasAllowed: true },
      { phase: 'resting', reason: 'not-allowed-yet' },
      { phase: 'resting', reason: 'permission-missing' },
      { phase: 'failed', code: 'permission-missing' },
    ]);
  });
});

describe('the one progress bar', () => {
  it('belongs to the running service before one that rests or is paused', () => {
    const paused = aService({ phase: 'paused', progress: aProgress() }, { service: 'a' });
    const resting = aService(
      { phase: 'resting', reason: 'offline', progress: aProgress() },
      { service: 'b' },
    );
    const running = aService({ phase: 'running', progress: aProgress() }, { service: 'c' });
    expect(findActiveService([paused, resting, running])).toBe(running);
    expect(findActiveService([paused, resting])).toBe(resting);
    expect(findActiveService([paused])).toBe(paused);
  });

  it('is absent when nothing has progress', () => {
    expect(findActiveService([aService({ phase: 'ready' }), aService({ phase: 'paused' })])).toBeUndefined();
  });
});
