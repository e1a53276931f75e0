import { describe, expect, it } from 'vitest';
import { startService, type Service, type ServiceOptions } from '../service/service.ts';
import type { Fault } from '../service/faults.ts';
import { amountOf, hasMany } from '../support/fault-numbers.ts';
import { expectEverythingStored, expectedAssets, takeStoredContent } from '../support/expected-content.ts';
import { launchWithExtension, type ExtensionBrowser } from '../support/extension.ts';
import {
  allowedPastTheEnd,
  changeSettings,
  expectInnocentTraffic,
  pressBackUp,
  signIn,
  waitForDone,
} from '../support/journey.ts';
import type { StoredContent } from '../support/stored-content.ts';
import { countTried } from '../support/tried.ts';

const mails = amountOf('mailsOfDisturbed');

async function inBrowser<T>(
  options: ServiceOptions,
  act: (service: Service, browser: ExtensionBrowser) => Promise<T>,
): Promise<T> {
  const service = await startService({ mails, ...options });
  const browser = await launchWithExtension({ servicePort: service.port });
  try {
    await changeSettings(browser, { paces: { izone: 'fast' } });
    return await act(service, browser);
  } finally {
    await browser.discard();
    await service.close();
  }
}

/** Backs up everything with the given faults. */
function backUpWith(
  faults: Fault[],
  look: (service: Service, browser: ExtensionBrowser) => Promise<void> = async () => {},
): Promise<StoredContent> {
  return inBrowser({}, async (service, browser) => {
    await signIn(browser);
    service.counters.reset();
    service.setFaults(faults);
    await pressBackUp(browser);
    await waitForDone(browser);
    expect(service.counters.pastTheEnd).toBeLessThanOrEqual(
      allowedPastTheEnd(mails) + countFailures(service),
    );
    expectInnocentTraffic(service);
    countTried(
      'answers spoilt, lost or refused in Chromium',
      service.counters.log.filter(({ fault }) => fault !== undefined).length,
    );
    const secrets = service.accounts.flatMap(({ token, userId }) => [token, userId]);
    const stored = await browser.readAllStorage();
    for (const secret of secrets) expect(stored.includes(secret)).toBe(false);
    await look(service, browser);
    return takeStoredContent(browser);
  });
}

/** The number of list requests that a fault spoilt: each may be repeated. */
function countFailures(service: Service): number {
  return service.counters.log.filter(({ kind, fault }) => kind === 'list' && fault !== undefined).length;
}

let undisturbed: Promise<StoredContent> | undefined;
/** The stored content of a run without faults; computed once. */
function undisturbedContent(): Promise<StoredContent> {
  return (undisturbed ??= backUpWith([], async (service, browser) => {
    await expectEverythingStored(browser, service);
  }));
}

/** Options with which a fault strikes a few times in a run of 80 mails; a hanging request takes its whole timeout. */
const once: Partial<Record<Fault['name'], object>> = {
  'rate-limit': { share: 0.02 },
  unavailable: { share: 0.02 },
  slow: { share: 0.02 },
  hang: { share: 0.005 },
  reset: { share: 0.02 },
  'cut-body': { share: 0.02 },
  'short-body': { share: 0.02 },
  'empty-body': { share: 0.02 },
  'course-closed': { share: 1 },
  'expire-token': { every: 60, count: 1 },
};

describe.concurrent('a backup that is disturbed', () => {
  const transient: [string, Fault][] = [
    ['429 with seconds to wait', { name: 'rate-limit', share: 0.02, retryAfter: { seconds: 1 } }],
    ['429 with a date to wait for', { name: 'rate-limit', share: 0.01, retryAfter: { dateInSeconds: 2 } }],
    ['503 without a word', { name: 'unavailable', share: 0.05 }],
    ['slow answers', { name: 'slow', share: 0.1, delayMs: 1500 }],
    ['requests that hang', { name: 'hang', share: 0.01 }],
    ['connections that are reset', { name: 'reset', share: 0.03 }],
    ['bodies that are cut', { name: 'cut-body' }],
    ['pictures that are short', { name: 'short-body', kinds: ['picture', 'portrait', 'list'] }],
    ['bodies that are empty', { name: 'empty-body' }],
    ['error pages in place of mails', { name: 'error-page', share: 0.05 }],
    ['pages in place of pictures', { name: 'not-a-picture', share: 0.05 }],
    ['a list that says the course is closed', { name: 'course-closed', share: 0.3, times: 1 }],
    ['a token that expires and is renewed', { name: 'expire-token', every: 200, count: 2 }],
  ];

  it.each(transient.slice(0, amountOf('faults')))('stores the same in the end: %s', async (_, fault) => {
    const expected = await undisturbedContent();
    expect(await backUpWith([fault])).toEqual(expected);
  });

  it('stores the same though every kind of fault strikes in one run', async () => {
    const expected = await undisturbedContent();
    const faults = transient.map(([, fault]): Fault => ({ ...fault, ...once[fault.name] }));
    const content = await backUpWith(faults, async (service) => {
      const { log } = service.counters;
      const struck = new Set(log.map(({ fault, status }) => (status === 401 ? 'expire-token' : fault)));
      expect(faults.map(({ name }) => name).filter((name) => !struck.has(name))).toEqual([]);
      await Promise.resolve();
    });
    expect(content).toEqual(expected);
  });

  it.runIf(hasMany)('misses no mail that arrives while the list is read', async () => {
    await backUpWith([{ name: 'arriving-mail', every: 3, count: 5 }], async (service, browser) => {
      const { ids } = service.expected();
      expect(ids.length).toBeGreaterThan(mails);
      await expectEverythingStored(browser, service);
    });
  });

  it('sets aside what it cannot understand, lists what is lost with its reason, and saves all the rest', async () => {
    const lost = { mail: '', picture: '' };
    let broken: string[] = [];
    const content = await inBrowser({}, async (service, browser) => {
      const expected = service.expected();
      lost.mail = expected.ids[10] ?? '';
      lost.picture = expected.picturePaths.find((path) => !isOf(service, lost.mail, path)) ?? '';
      broken = expected.ids.filter((_, at) => at % 50 === 7);
      service.setFaults([
        { name: 'broken-records', ids: broken },
        { name: 'error-page', ids: [lost.mail], times: Infinity },
        { name: 'picture-404', ids: [lost.picture], times: Infinity },
      ]);
      await signIn(browser);
      await pressBackUp(browser);
      await waitForDone(browser);
      const stored = await takeStoredContent(browser);
      const assets = expectedAssets(service);
      const key = Object.keys(assets).find((name) => name.endsWith(lost.picture)) ?? '';
      expect(stored.assets[key]).toBe('damaged');
      for (const [name, sha256] of Object.entries(stored.assets))
        if (name !== key) expect(sha256).toBe(assets[name]);
      return stored;
    });
    const { mails: expected } = await undisturbedContent();
    const whole = Object.entries(expected).filter(([id]) => id !== lost.mail && !broken.includes(id));
    expect(content.mails).toMatchObject(Object.fromEntries(whole));
    const strange = Object.keys(content.mails).filter((id) => id === lost.mail || !(id in expected));
    expect(strange).toEqual([]);
    expect(content.broken).toEqual([]);
    const lostMails = Object.keys(content.missing).filter((id) => !id.startsWith('unreadable-'));
    expect(lostMails.filter((id) => !broken.includes(id))).toEqual([lost.mail]);
    expect(content.problems.filter((line) => line.startsWith('asset '))).toHaveLength(1);
    const expectedProblems = [lost.mail, ...broken].map((id) => `mail ${id} `);
    const unexpected = content.problems.filter(
      (line) =>
        !/^(?:asset|mail unreadable-)/.test(line) &&
        !expectedProblems.some((start) => line.startsWith(start)),
    );
    expect(unexpected).toEqual([]);
    expect(content.problems.some((line) => line.startsWith(`mail ${lost.mail} damaged`))).toBe(true);
    expect(content.problems.some((line) => /^asset .* damaged not-found$/.test(line))).toBe(true);
  });
});

function isOf(service: Service, mail: string, path: string): boolean {
  return (
    service
      .expected()
      .find(mail)
      ?.pictures.some((picture) => picture.path === path) ?? false
  );
}
