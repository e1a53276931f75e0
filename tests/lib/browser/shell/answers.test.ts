import { describe, expect, it } from 'vitest';
import type { AnswersParts } from '../../../../lib/browser/shell/answers.ts';
import type { Overview } from '../../../../lib/messages.ts';
import { withBrowser } from '../../../support/with-browser.ts';

const world = { settings: { backupOnOpen: true }, shown: [] as number[] };

const { createAnswers } = await withBrowser(
  {
    downloads: {
      search: () => Promise.resolve([{ state: 'complete', exists: true }]),
      show: (id: number) => Promise.resolve(void world.shown.push(id)),
    },
    storage: { local: { get: () => Promise.resolve({ settings: world.settings }) } },
  },
  () => import('../../../../lib/browser/shell/answers.ts'),
);

const overview: Overview = { services: [], export: { phase: 'idle' } };

/** A background that notes what it is asked. */
function aBackground(lastFiles: { downloadId: number }[] = []) {
  const log: string[] = [];
  const restored = Promise.withResolvers<void>();
  const note = (what: string) => (of?: object) =>
    Promise.resolve(void log.push(of ? `${what} ${Object.values(of).join(' ')}` : what));
  const parts = {
    backups: {
      conductor: { pause: note('pause'), resume: note('resume'), cancel: note('cancel') },
      sessions: { list: () => [] },
      restored: restored.promise,
      start: note('start'),
    },
    exporter: { start: note('export'), cancel: note('cancel export') },
    journal: { read: () => Promise.resolve([]) },
    openStore: () =>
      Promise.resolve({ exportLog: { summary: () => Promise.resolve({ last: { files: lastFiles } }) } }),
    readOverview: () => {
      log.push('overview');
      return Promise.resolve(overview);
    },
    startInUse: note('start in use'),
  } as unknown as AnswersParts;
  return { answers: createAnswers(parts), log, restored };
}

describe('the answers of the background', () => {
  it('reach the backups and the export that a message is about', async () => {
    const { answers, log } = aBackground();
    const mailbox = { service: 'letters', account: 'a1' };
    await answers.startBackup({ ...mailbox, isFull: true });
    await answers.pauseBackup(mailbox);
    await answers.continueBackup(mailbox);
    await answers.cancelBackup(mailbox);
    await answers.cancelExport();
    expect(log).toEqual([
      'start letters a1 true',
      'pause letters a1',
      'resume letters a1',
      'cancel letters a1',
      'cancel export',
    ]);
  });

  it('show an overview only once the sessions are back', async () => {
    const { answers, log, restored } = aBackground();
    const answer = answers.getOverview();
    await new Promise((resolve) => setImmediate(resolve));
    expect(log).toEqual([]);
    restored.resolve();
    expect(await answer).toBe(overview);
  });

  it.each([true, false])('begin backups with the popup where the setting says so: %s', async (isWanted) => {
    world.settings = { backupOnOpen: isWanted };
    const { answers, log, restored } = aBackground();
    restored.resolve();
    await answers.popupOpened();
    expect(log).toEqual(isWanted ? ['start in use'] : []);
  });

  it('show no export where none was made', async () => {
    const { answers } = aBackground();
    expect(await answers.showExport()).toBe(false);
    expect(world.shown).toEqual([]);
  });

  it('show the first file of the last export', async () => {
    const { answers } = aBackground([{ downloadId: 7 }, { downloadId: 8 }]);
    expect(await answers.showExport()).toBe(true);
    expect(world.shown).toEqual([7]);
  });
});
