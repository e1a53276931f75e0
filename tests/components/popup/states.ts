import { stages, type Progress } from '../../../lib/backup/reached.ts';
import { restReasons } from '../../../lib/backup/run.ts';
import { errorCodes } from '../../../lib/errors.ts';
import type { ServiceOverview, ServiceState } from '../../../lib/messages.ts';

/** Noon in UTC, the present of these tests. */
export const now = Date.parse('2026-11-23T12:00:00Z');

/** A run in the middle of its mails. */
export function aProgress(
  change: Omit<Partial<Progress>, 'counts'> & { counts?: Partial<Progress['counts']> } = {},
): Progress {
  const { counts, ...rest } = change;
  return {
    stage: 'mails',
    isTotalKnown: true,
    requestsPerSecond: 40,
    bytesPerSecond: 2_000_000,
    ...rest,
    counts: {
      mailsListed: 8000,
      mailsSaved: 3000,
      mailsFailed: 0,
      assetsWanted: 9000,
      assetsSaved: 5000,
      assetsFailed: 0,
      sizeBytes: 612_000_000,
      ...counts,
    },
  };
}

/** A closed service that was backed up before. */
export function aService(state: ServiceState, change: Partial<ServiceOverview> = {}): ServiceOverview {
  return {
    service: 'letters',
    name: 'Letters',
    closedIn: 2021,
    webClientUrl: 'https://web.example/',
    hosts: ['https://api.example/*'],
    isSetUp: true,
    savedMails: 3000,
    picturesWaiting: 0,
    state,
    ...change,
  };
}

/** A service that is still running. */
export function aLivingService(state: ServiceState, change: Partial<ServiceOverview> = {}): ServiceOverview {
  const { closedIn: _closedIn, ...service } = aService(state, change);
  return service;
}

/** Every kind of state there is; a phase that is missing here does not compile. */
const byPhase: { [Phase in ServiceState['phase']]: Extract<ServiceState, { phase: Phase }>[] } = {
  closed: [{ phase: 'closed' }],
  'not-permitted': [
    { phase: 'not-permitted', wasAllowed: false },
    { phase: 'not-permitted', wasAllowed: true },
  ],
  'signed-out': [
    { phase: 'signed-out', isClientOpen: false },
    { phase: 'signed-out', isClientOpen: true },
  ],
  ready: [{ phase: 'ready' }],
  queued: [{ phase: 'queued' }],
  running: stages.map((stage) => ({
    phase: 'running',
    progress: aProgress({ stage }),
  })),
  resting: restReasons.map((reason) => ({ phase: 'resting', reason })),
  paused: [{ phase: 'paused' }],
  done: [0, 1, 12].flatMap((newMails) =>
    [0, 3].map(
      (failed) => ({ phase: 'done', newMails, failed, finishedAt: '2026-11-23T11:00:00Z' }) as const,
    ),
  ),
  failed: errorCodes.map((code) => ({ phase: 'failed', code })),
};

/** Examples of all states. */
export const everyState: ServiceState[] = Object.values(byPhase).flat();
