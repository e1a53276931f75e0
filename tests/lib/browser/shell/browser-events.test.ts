import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventTargets } from '../../../../lib/browser/shell/browser-events.ts';
import { sources } from '../../../../lib/sources/registry.ts';
import { withBrowser } from '../../../support/with-browser.ts';

type Listener = (...args: unknown[]) => void;

const world = {
  /** What listens, by the event's name. */
  listeners: new Map<string, ((...args: unknown[]) => void)[]>(),
  opened: [] as string[],
  settings: { keepComputerAwake: true, notifyWhenDone: true } as object,
  menu: [] as string[],
};

const event = (name: string) => ({
  addListener: (listener: Listener) =>
    void world.listeners.set(name, [...(world.listeners.get(name) ?? []), listener]),
});

const { listenToBrowser } = await withBrowser(
  {
    alarms: { onAlarm: event('alarm') },
    commands: { onCommand: event('command') },
    contextMenus: {
      onClicked: event('menu'),
      removeAll: () => Promise.resolve(void (world.menu = [])),
      create: ({ id, title }: { id: string; title: string }) => world.menu.push(`${id}: ${title}`),
    },
    i18n: { getMessage: (name: string) => name },
    permissions: { onAdded: event('permission given'), onRemoved: event('permission taken') },
    runtime: {
      getURL: (path: string) => path,
      onInstalled: event('installed'),
      onStartup: event('startup'),
      onUpdateAvailable: event('update'),
    },
    storage: {
      local: {
        get: () => Promise.resolve({ settings: world.settings }),
        set: ({ settings }: { settings: object }) => Promise.resolve(void (world.settings = settings)),
      },
    },
    tabs: {
      create: ({ url }: { url: string }) => world.opened.push(url),
      onRemoved: event('tab closed'),
      onUpdated: event('tab updated'),
    },
    webRequest: { onSendHeaders: event('api call') },
  },
  () => import('../../../../lib/browser/shell/browser-events.ts'),
);

const [source] = sources;

/** What the events reached, in order. */
function aBackground() {
  const reached: string[] = [];
  const note =
    (what: string) =>
    (...args: unknown[]) =>
      void reached.push([what, ...args.filter((arg) => typeof arg === 'string')].join(' '));
  const noteLater = (what: string) => () => Promise.resolve(void reached.push(what));
  const targets: EventTargets = {
    backups: {
      wake: () => void reached.push('wake'),
      callSeen: note('call'),
      pageLoaded: note('page'),
      permissionsChanged: note('permissions'),
    },
    awake: { lookAgain: note('awake') },
    updater: { offered: noteLater('offered'), lookAgain: noteLater('update') },
    startInUse: noteLater('start'),
  };
  listenToBrowser(targets);
  return reached;
}

const fire = (name: string, ...args: unknown[]) =>
  world.listeners.get(name)?.forEach((listener) => listener(...args));

beforeEach(() => {
  world.listeners.clear();
  world.opened = [];
  vi.stubGlobal('self', new EventTarget());
});

describe('the events of the browser', () => {
  it.each([
    ['alarm', [{ name: 'go-on' }], ['wake']],
    ['startup', [], ['wake']],
    ['update', [{ version: '2' }], ['offered']],
    ['tab closed', [7], ['update']],
    [
      'tab updated',
      [7, { status: 'complete' }, { url: source?.webClientUrl }],
      [`page ${source?.service.id}`],
    ],
    ['tab updated', [7, { status: 'loading' }, { url: source?.webClientUrl }], []],
    ['tab updated', [7, { status: 'complete' }, { url: 'https://elsewhere.example/' }], []],
    ['permission given', [{}], ['awake', 'permissions']],
    ['permission taken', [{ permissions: ['power'] }], ['awake', 'permissions']],
    ['command', ['start-backup'], ['start']],
    ['command', ['another'], []],
    ['menu', [{ menuItemId: 'start-backup' }], ['start']],
    ['menu', [{ menuItemId: 'another' }], []],
  ])('reach what they are for: %s %o', (name, args, expected) => {
    const reached = aBackground();
    fire(name, ...args);
    expect(reached).toEqual(expected);
  });

  it('wake the backups when the network is back', () => {
    const reached = aBackground();
    self.dispatchEvent(new Event('online'));
    expect(reached).toEqual(['wake']);
  });

  it('are listened to in the first turn, for a background is started for no others', () => {
    aBackground();
    expect([...world.listeners.keys()].sort()).toEqual([
      'alarm',
      'api call',
      'command',
      'installed',
      'menu',
      'permission given',
      'permission taken',
      'startup',
      'tab closed',
      'tab updated',
      'update',
    ]);
  });

  it('open the welcome page after an install, and not after an update', () => {
    aBackground();
    fire('installed', { reason: 'install' });
    fire('installed', { reason: 'update' });
    expect(world.opened).toEqual(['/welcome.html']);
  });

  it('make the menu anew after an update', async () => {
    world.menu = ['open-viewer: of the version before'];
    aBackground();
    fire('installed', { reason: 'update' });
    await expect.poll(() => world.menu).toEqual(['start-backup: menuBackUp', 'open-viewer: menuOpenViewer']);
  });

  it('open the viewer from the menu', () => {
    aBackground();
    fire('menu', { menuItemId: 'open-viewer' });
    expect(world.opened).toEqual(['/viewer.html']);
  });

  it('take back both choices when both their permissions go at once', async () => {
    aBackground();
    fire('permission taken', { permissions: ['power', 'notifications'] });
    await expect
      .poll(() => world.settings)
      .toMatchObject({ keepComputerAwake: false, notifyWhenDone: false });
  });
});
