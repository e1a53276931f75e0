import {
  createConductor,
  type BackupRequest,
  type Conductor,
  type ConductorOptions,
} from '../../backup/conductor.ts';
import type { Place } from '../../backup/ports.ts';
import { createSessionKeeper, type ClientPages, type Sessions } from '../../backup/session-keeper.ts';
import type { SessionVault } from '../../backup/sign-ins.ts';
import type { SourceId } from '../../mail/mail.ts';
import { findSource, sources } from '../../sources/registry.ts';
import type { MailStore } from '../mail-store/doors/open-mail-store.ts';
import { setAlarm, withLease } from '../shell/worker-life.ts';
import { runInBrowser } from './backup-runner.ts';
import { clock } from './clock.ts';
import { hasPermission } from './overview-reader.ts';
import { sessionVault } from './session-vault.ts';
import { createTransport } from './transport.ts';
import { clientPages } from './client-pages.ts';

/** What backups work with. */
export interface BackupsParts {
  openStore(): Promise<Pick<MailStore, 'backup'>>;
  /** Keeps the background alive until the returned function is called. */
  keepAwake(): () => void;
  /** Called after every change of a run or its progress. */
  onChange(): void;
}

/** What of the browser backups meet; a test has its own. */
export interface BackupsWorld extends Pick<
  ConductorOptions,
  'clock' | 'hasPermission' | 'isOnline' | 'withLease' | 'setAlarm' | 'sources'
> {
  pages: ClientPages;
  vault: SessionVault;
  runBackup: typeof runInBrowser;
}

const realWorld: BackupsWorld = {
  clock,
  hasPermission,
  isOnline: () => navigator.onLine,
  withLease,
  setAlarm,
  sources,
  pages: clientPages,
  vault: sessionVault,
  runBackup: runInBrowser,
};

/** The backups of this profile, from the web clients' sessions to the runs. */
export interface Backups {
  conductor: Conductor;
  sessions: Sessions;
  /** Resolves once the sessions of an earlier background are back; what needs them waits for it. */
  restored: Promise<void>;
  /** Goes on with every run that can go on. */
  wake(): void;
  start(request: BackupRequest): Promise<void>;
  /** The web client made a call with these headers. */
  callSeen(service: SourceId, headers: Record<string, string>, place: Place): void;
  /** A page of the web client was loaded, and may show a session. */
  pageLoaded(service: SourceId): void;
  permissionsChanged(): void;
}

/** Joins sessions and conductor, and begins to restore what an earlier background knew. */
export function createBackups(
  { openStore, keepAwake, onChange }: BackupsParts,
  world: BackupsWorld = realWorld,
): Backups {
  const sessions: Sessions = createSessionKeeper({
    findSource,
    pages: world.pages,
    vault: world.vault,
    clock: world.clock,
    onArrival: () => conductor.sessionArrived(),
    onReplaced: (owner) => conductor.accountReplaced(owner),
  });
  const transport = createTransport((owner) => sessions.findPlace(owner));
  const conductor: Conductor = createConductor({
    ...world,
    sessions,
    store: async () => (await openStore()).backup,
    keepAwake,
    backUp: (job) => world.runBackup({ ...job, transport, sessions, clock: world.clock }),
    onChange,
  });
  const restored = sessions.restore();
  const wake = () => void restored.then(() => conductor.wake()).catch(onChange);

  return {
    conductor,
    sessions,
    restored,
    wake,
    async start(request) {
      await restored;
      await conductor.start(request);
    },
    callSeen: (...call) => void restored.then(() => sessions.observe(...call)),
    pageLoaded: (service) => void restored.then(() => sessions.look({ service })).then(wake),
    permissionsChanged: () => void restored.then(() => conductor.permissionsChanged()),
  };
}
