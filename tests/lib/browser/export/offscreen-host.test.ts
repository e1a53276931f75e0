import { exportEverything } from '../../../../lib/messages.ts';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { BuiltExport, ExportHost } from '../../../../lib/browser/export/export-host.ts';

type Listener<T> = (value: T) => void;

function anEvent<T>() {
  const listeners: Listener<T>[] = [];
  return {
    addListener: (listener: Listener<T>) => void listeners.push(listener),
    emit: (value: T) => listeners.forEach((listener) => listener(structuredClone(value))),
    listeners,
  };
}

/** The two ends of a port; a message posted at one end arrives at the other a moment later. */
function aPortPair(name: string, sender: { id: string; tab?: object }) {
  const make = () => ({
    name,
    onMessage: anEvent<unknown>(),
    onDisconnect: anEvent<undefined>(),
    postMessage: (_message: unknown): void => undefined,
    disconnect: (): void => undefined,
  });
  const [here, there] = [make(), { ...make(), sender }];
  here.postMessage = (message) => queueMicrotask(() => there.onMessage.emit(message));
  there.postMessage = (message) => queueMicrotask(() => here.onMessage.emit(message));
  here.disconnect = () => queueMicrotask(() => there.onDisconnect.emit(undefined));
  there.disconnect = () => queueMicrotask(() => here.onDisconnect.emit(undefined));
  return { here, there };
}

/** The extension's runtime with one offscreen document at most, in which `load` runs. */
function fakeBrowser() {
  const connected: Listener<unknown>[] = [];
  const log: string[] = [];
  let isOpen = false;
  const fake = {
    log,
    load: (): void => undefined,
    lastPort: undefined as ReturnType<typeof aPortPair> | undefined,
    /** A port as another page or extension would open it. */
    connectAs(name: string, sender: { id: string; tab?: object }) {
      const pair = aPortPair(name, sender);
      for (const listener of connected) listener(pair.there);
      return pair;
    },
    browser: {
      runtime: {
        id: 'mail-ark',
        onConnect: { addListener: (listener: Listener<unknown>) => void connected.push(listener) },
        connect({ name }: { name: string }) {
          fake.lastPort = fake.connectAs(name, { id: 'mail-ark' });
          return fake.lastPort.here;
        },
        getContexts: () => Promise.resolve(isOpen ? [{}] : []),
      },
      offscreen: {
        createDocument() {
          if (isOpen) return Promise.reject(new Error('Only a single offscreen document may be created.'));
          isOpen = true;
          log.push('opened');
          fake.load();
          return Promise.resolve();
        },
        closeDocument() {
          isOpen = false;
          log.push('closed');
          return Promise.resolve();
        },
      },
    },
  };
  return fake;
}

const built: BuiltExport = {
  files: [
    {
      objectUrl: 'blob:chrome-extension://mail-ark/1',
      sizeBytes: 5,
      fileName: 'mail-ark-izone-ab12cd-2026-11-23.zip',
    },
  ],
  mails: 2,
  assets: 1,
};
const never = new AbortController().signal;
const day = '2026-11-23';
const options = exportEverything;

describe('The offscreen document', () => {
  let fake: ReturnType<typeof fakeBrowser>;
  let host: ExportHost;
  let released: number;
  let noted: unknown[];

  /** Loads both modules anew, with a document that builds with `build`. */
  const connect = async (build: ExportHost['build']): Promise<void> => {
    const { createOffscreenHost } = await import('../../../../lib/browser/export/offscreen-host.ts');
    const { answerExports } = await import('../../../../lib/browser/export/answer-exports.ts');
    fake.load = () =>
      answerExports({
        build,
        note(saved) {
          noted.push(saved);
          return Promise.resolve();
        },
        release() {
          released += 1;
          return Promise.resolve();
        },
      });
    host = createOffscreenHost();
  };

  beforeEach(() => {
    fake = fakeBrowser();
    released = 0;
    noted = [];
    vi.resetModules();
    vi.doMock('wxt/browser', () => ({ browser: fake.browser }));
  });

  it('builds, reports its progress, and is closed when released', async () => {
    await connect(({ day: asked }, onProgress) => {
      expect(asked).toBe(day);
      onProgress(3, 3);
      return Promise.resolve(built);
    });
    const reports: [number, number][] = [];
    expect(await host.build({ day, options }, (done, total) => reports.push([done, total]), never)).toEqual(
      built,
    );
    expect(reports).toEqual([[3, 3]]);
    expect(released).toBe(0);
    await host.release();
    await expect.poll(() => released).toBe(1);
    expect(fake.log).toEqual(['opened', 'closed']);
  });

  it('records what was saved, as long as it is open', async () => {
    const saved = { finishedAt: '2026-11-23T12:00:00.000Z', downloadIds: [7] };
    await connect(() => Promise.resolve(built));
    await expect(host.note(saved)).rejects.toMatchObject({ code: 'export-failed' });
    await host.build({ day, options }, () => undefined, never);
    await host.note(saved);
    expect(noted).toEqual([saved]);
  });

  it('reports why it could not build', async () => {
    const { MailArkError } = await import('../../../../lib/errors.ts');
    await connect(() => Promise.reject(new MailArkError('nothing-to-export', 'No mail is stored.')));
    await expect(host.build({ day, options }, () => undefined, never)).rejects.toMatchObject({
      code: 'nothing-to-export',
    });
  });

  it('stops building when the export is cancelled', async () => {
    let signal: AbortSignal | undefined;
    await connect((_request, _onProgress, its) => {
      signal = its;
      return new Promise(() => undefined);
    });
    const cancelled = new AbortController();
    const building = host.build({ day, options }, () => undefined, cancelled.signal);
    await expect.poll(() => signal).toBeDefined();
    cancelled.abort(new Error('enough'));
    await expect(building).rejects.toThrow('enough');
    await host.release();
    await expect.poll(() => signal?.aborted).toBe(true);
    expect(released).toBe(1);
  });

  it('that disappears fails the export', async () => {
    await connect(() => new Promise(() => undefined));
    const building = host.build({ day, options }, () => undefined, never);
    await expect.poll(() => fake.lastPort).toBeDefined();
    fake.lastPort?.there.disconnect();
    await expect(building).rejects.toMatchObject({ code: 'export-failed' });
  });

  it('left over by a killed background is closed first', async () => {
    await connect(() => Promise.resolve(built));
    await fake.browser.offscreen.createDocument();
    await host.build({ day, options }, () => undefined, never);
    expect(fake.log).toEqual(['opened', 'closed', 'opened']);
  });

  it('does not answer pages in tabs, other extensions, or malformed messages', async () => {
    let builds = 0;
    await connect(() => {
      builds += 1;
      return Promise.resolve(built);
    });
    fake.load();
    const command = { type: 'build', day, options };
    fake.connectAs('mail-ark-export', { id: 'mail-ark', tab: {} }).here.postMessage(command);
    fake.connectAs('mail-ark-export', { id: 'stranger' }).here.postMessage(command);
    fake.connectAs('another', { id: 'mail-ark' }).here.postMessage(command);
    fake.connectAs('mail-ark-export', { id: 'mail-ark' }).here.postMessage({ ...command, day: '../../x' });
    fake
      .connectAs('mail-ark-export', { id: 'mail-ark' })
      .here.postMessage({ ...command, options: { ...options, volumeBytes: 1 } });
    await new Promise((resolve) => setTimeout(resolve));
    expect(builds).toBe(0);
  });

  it('that sends malformed messages is not believed', async () => {
    await connect(() =>
      Promise.resolve({ ...built, files: [{ ...built.files[0]!, objectUrl: 'https://evil.test/x.zip' }] }),
    );
    await expect(host.build({ day, options }, () => undefined, never)).rejects.toMatchObject({
      code: 'export-failed',
    });
  });
});
