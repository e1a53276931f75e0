import { describe, expect, it } from 'vitest';
import { createExporter, type ExporterParts } from '../../../../lib/browser/export/exporter.ts';
import type { BuiltExport, ExportHost } from '../../../../lib/browser/export/export-host.ts';
import { MailArkError } from '../../../../lib/errors.ts';
import { exportEverything, type ExportState } from '../../../../lib/messages.ts';

const built: BuiltExport = {
  files: [{ objectUrl: 'blob:x', sizeBytes: 5, fileName: 'mail-ark-izone-ab12cd-2026-11-23.zip' }],
  mails: 2,
  assets: 1,
};

/** An exporter with the given parts; `states` and `log` record what it does, and `ended` waits for its end. */
function anExporter(host: Partial<ExportHost>, parts: Partial<ExporterParts> = {}) {
  const states: ExportState[] = [];
  const log: string[] = [];
  let end: () => void;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const exporter = createExporter({
    host: {
      build: () => Promise.resolve(built),
      note: (saved) => {
        log.push(`noted ${saved.downloadIds.join(' ')}`);
        return Promise.resolve();
      },
      release: () => {
        log.push('released');
        return Promise.resolve();
      },
      ...host,
    },
    keepAwake: () => {
      log.push('awake');
      return () => log.push('asleep');
    },
    onState(state) {
      states.push(state);
      if (state.phase === 'done' || state.phase === 'failed' || state.phase === 'idle') end();
    },
    save: () => Promise.resolve(7),
    undo: (id) => {
      log.push(`took back ${id}`);
      return Promise.resolve();
    },
    now: () => new Date('2026-11-23T12:00:00Z'),
    ...parts,
  });
  return { exporter, states, log, ended };
}

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

describe('An export', () => {
  it('packs, saves and is done, and keeps the background awake meanwhile', async () => {
    const { exporter, states, log, ended } = anExporter({
      build(_request, onProgress) {
        onProgress(1, 3);
        return Promise.resolve(built);
      },
    });
    await exporter.start(exportEverything);
    await ended;
    expect(states).toEqual([
      { phase: 'packing', done: 0, total: 0 },
      { phase: 'packing', done: 1, total: 3 },
      { phase: 'saving' },
      {
        phase: 'done',
        fileName: 'mail-ark-izone-ab12cd-2026-11-23.zip',
        files: 1,
        sizeBytes: 5,
        mails: 2,
        assets: 1,
        finishedAt: '2026-11-23T12:00:00.000Z',
      },
    ]);
    expect(log).toEqual(['awake', 'noted 7', 'released', 'asleep']);
  });

  it('of several files removes those that were saved when one fails', async () => {
    let saves = 0;
    const [file] = built.files;
    const { exporter, states, log, ended } = anExporter(
      { build: () => Promise.resolve({ ...built, files: [file!, file!, file!] }) },
      {
        save: () =>
          ++saves === 3
            ? Promise.reject(new MailArkError('download-interrupted', 'Cut.'))
            : Promise.resolve(saves),
      },
    );
    await exporter.start(exportEverything);
    await ended;
    expect(states.at(-1)).toEqual({ phase: 'failed', code: 'download-interrupted' });
    expect(log).toEqual(['awake', 'took back 1', 'took back 2', 'released', 'asleep']);
  });

  it('is done when the file is saved, even if that could not be recorded', async () => {
    const { exporter, states, ended } = anExporter({ note: () => Promise.reject(new Error('no room')) });
    await exporter.start(exportEverything);
    await ended;
    expect(states.at(-1)).toMatchObject({ phase: 'done', files: 1 });
  });

  it('says why it failed, and releases the file', async () => {
    const { exporter, states, log, ended } = anExporter({
      build: () => Promise.reject(new MailArkError('nothing-to-export', 'No mail is stored.')),
    });
    await exporter.start(exportEverything);
    await ended;
    expect(states.at(-1)).toEqual({ phase: 'failed', code: 'nothing-to-export' });
    expect(log).toEqual(['awake', 'released', 'asleep']);
  });

  it('that is cancelled while packing saves nothing', async () => {
    const saved: unknown[] = [];
    const { exporter, states, ended } = anExporter(
      { build: (_request, _onProgress, signal) => untilAborted(signal) },
      {
        save: (file) => {
          saved.push(file);
          return Promise.resolve(7);
        },
      },
    );
    await exporter.start(exportEverything);
    await exporter.cancel();
    await ended;
    expect(states.at(-1)).toEqual({ phase: 'idle' });
    expect(saved).toEqual([]);
  });

  it('that is cancelled while saving ends without a failure', async () => {
    const { exporter, states, ended } = anExporter({}, { save: (_file, signal) => untilAborted(signal) });
    await exporter.start(exportEverything);
    await expect.poll(() => states).toContainEqual({ phase: 'saving' });
    await exporter.cancel();
    await ended;
    expect(states.at(-1)).toEqual({ phase: 'idle' });
  });

  it('started twice runs once, and may run again afterwards', async () => {
    let builds = 0;
    const { exporter, ended } = anExporter({
      build() {
        builds += 1;
        return Promise.resolve(built);
      },
    });
    await exporter.start(exportEverything);
    await exporter.start(exportEverything);
    await ended;
    expect(builds).toBe(1);
    await exporter.start(exportEverything);
    expect(builds).toBe(2);
  });
});
