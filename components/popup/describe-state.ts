import type { AwaitedThing, Progress } from '../../lib/backup/reached.ts';
import type { RestReason } from '../../lib/backup/run.ts';
import type { ServiceOverview, ServiceState } from '../../lib/messages.ts';
import { errorKey } from '../shared/error-key.ts';
import type { MessageKey, Translate } from '../shared/translate.ts';
import { sayWhen } from '../shared/say-when.ts';

/** The actions a row offers for its service. */
export type ServiceAction =
  | 'backUp'
  | 'pause'
  | 'continue'
  | 'cancel'
  | 'allow'
  | 'openWebClient'
  | 'checkEverything'
  | 'setUpAnyway'
  | 'askAgain'
  | 'fetchPictures';

/** How the state looks at a glance; the sentence says the same in words. */
export type Tone = 'calm' | 'busy' | 'good' | 'attention' | 'trouble';

/** A service's state in words. */
export interface StateDescription {
  tone: Tone;
  sentence: string;
  /** What the user can do, or what happens next. */
  nextStep?: string;
  progress?: Progress;
  /** The number of mails or files that failed for good. */
  problems?: number;
  /** The number of mails and files that a service in trouble did not give. */
  stillWaiting?: number;
  /** The number of pictures left for later. */
  picturesWaiting?: number;
  /** In the order of the buttons; the first is the main action. */
  actions: ServiceAction[];
}

const stages: Record<Progress['stage'], MessageKey> = {
  listing: 'popupStageListing',
  mails: 'popupStageMails',
  pictures: 'popupStagePictures',
  finishing: 'popupStageFinishing',
};

const waits: Record<AwaitedThing, MessageKey> = {
  answer: 'popupWaitsForAnswer',
  retry: 'popupWaitsForRetry',
  'sign-in': 'popupWaitsForSignIn',
};

interface RestWords {
  sentence: MessageKey;
  nextStep: MessageKey;
  actions: ServiceAction[];
  tone: Tone;
}

/** The service refuses everything of a kind: it is asked again by itself, or at once by Continue. */
function troubled(sentence: MessageKey): RestWords {
  return { sentence, nextStep: 'popupRestGoesOn', actions: ['continue', 'cancel'], tone: 'calm' };
}

const rests: Record<RestReason, RestWords> = {
  'signed-out': {
    sentence: 'popupRestSignedOut',
    nextStep: 'popupRestSignedOutNext',
    actions: ['openWebClient', 'cancel'],
    tone: 'attention',
  },
  'account-changed': {
    sentence: 'popupRestAccountChanged',
    nextStep: 'popupRestAccountChangedNext',
    actions: ['openWebClient', 'cancel'],
    tone: 'attention',
  },
  'not-allowed-yet': {
    sentence: 'popupRestNotAllowed',
    nextStep: 'popupRestNotAllowedNext',
    actions: ['allow', 'cancel'],
    tone: 'calm',
  },
  'permission-missing': {
    sentence: 'popupRestPermission',
    nextStep: 'popupRestPermissionNext',
    actions: ['allow', 'cancel'],
    tone: 'attention',
  },
  'storage-full': {
    sentence: 'popupRestStorageFull',
    nextStep: 'popupRestStorageFullNext',
    actions: ['continue', 'cancel'],
    tone: 'trouble',
  },
  offline: {
    sentence: 'popupRestOffline',
    nextStep: 'popupRestGoesOn',
    actions: ['pause', 'cancel'],
    tone: 'calm',
  },
  unreachable: {
    sentence: 'popupRestUnreachable',
    nextStep: 'popupRestGoesOn',
    actions: ['continue', 'cancel'],
    tone: 'calm',
  },
  'asked-to-wait': {
    sentence: 'popupRestAskedToWait',
    nextStep: 'popupRestGoesOn',
    actions: ['pause', 'cancel'],
    tone: 'calm',
  },
  'list-troubled': troubled('popupRestListTroubled'),
  'mails-troubled': troubled('popupRestMailsTroubled'),
  'files-troubled': troubled('popupRestFilesTroubled'),
};

/** The rests that say when the next try is. */
const saysNextTry: ReadonlySet<RestReason> = new Set([
  'unreachable',
  'list-troubled',
  'mails-troubled',
  'files-troubled',
]);

function waitSentence(until: string | undefined, t: Translate, now: number): string {
  return until === undefined
    ? t('popupRestAskedToWait')
    : t('popupRestAskedToWaitUntil', { time: sayWhen(until, t.language, now) });
}

/** Describes a service's state and lists the actions of its row. `now`: milliseconds since 1970. */
export function describeState(service: ServiceOverview, t: Translate, now: number): StateDescription {
  const description = describePhase(service, t, now);
  const { phase } = service.state;
  if (service.picturesWaiting === 0 || !(phase === 'ready' || phase === 'done')) return description;
  const [first, ...others] = description.actions;
  return {
    ...description,
    // Pictures left for later mean that not everything is saved.
    ...(service.state.phase === 'done' && service.state.newMails === 0
      ? { sentence: t('popupDoneNothingNew') }
      : {}),
    picturesWaiting: service.picturesWaiting,
    actions: [...(first ? [first] : []), 'fetchPictures', ...others],
  };
}

function describePhase(service: ServiceOverview, t: Translate, now: number): StateDescription {
  const { state } = service;
  switch (state.phase) {
    case 'closed':
      return {
        tone: 'calm',
        sentence:
          service.closedIn === undefined
            ? t('popupClosed')
            : t('popupClosedIn', { year: String(service.closedIn) }),
        nextStep: t('popupClosedNext'),
        actions: ['setUpAnyway'],
      };
    case 'not-permitted':
      return {
        tone: 'calm',
        sentence: t(state.wasAllowed ? 'popupPermissionGone' : 'popupNotPermitted'),
        nextStep: t('popupNotPermittedNext'),
        actions: ['backUp'],
      };
    case 'signed-out':
      return {
        tone: 'attention',
        sentence: state.isClientOpen ? t('popupSignedOutOpen') : t('popupSignedOut'),
        nextStep: state.isClientOpen ? t('popupSignedOutOpenNext') : t('popupSignedOutNext'),
        actions: ['openWebClient'],
      };
    case 'ready':
      return {
        tone: 'good',
        sentence: service.isSetUp ? t('popupReadyAgain') : t('popupReadyFirst'),
        actions: service.isSetUp ? ['backUp', 'checkEverything'] : ['backUp'],
      };
    case 'queued':
      return {
        tone: 'busy',
        sentence: t('popupQueued'),
        nextStep: t('popupQueuedNext'),
        actions: ['cancel'],
      };
    case 'running': {
      const { progress } = state;
      const isWaiting = progress.restingUntil !== undefined && Date.parse(progress.restingUntil) > now;
      return {
        tone: 'busy',
        sentence: isWaiting ? waitSentence(progress.restingUntil, t, now) : t(stages[progress.stage]),
        ...(isWaiting ? { nextStep: t('popupRestGoesOn') } : {}),
        ...(!isWaiting && progress.waitsFor ? { nextStep: t(waits[progress.waitsFor]) } : {}),
        progress,
        actions: ['pause', 'cancel'],
      };
    }
    case 'resting': {
      const rest = rests[state.reason];
      return {
        tone: rest.tone,
        sentence: state.reason === 'asked-to-wait' ? waitSentence(state.until, t, now) : t(rest.sentence),
        nextStep:
          saysNextTry.has(state.reason) && state.until !== undefined
            ? t('popupRestUnreachableNext', { time: sayWhen(state.until, t.language, now) })
            : t(rest.nextStep),
        ...(state.progress ? { progress: state.progress } : {}),
        actions: rest.actions,
      };
    }
    case 'paused':
      return {
        tone: 'calm',
        sentence: t('popupPaused'),
        nextStep: t('popupPausedNext'),
        ...(state.progress ? { progress: state.progress } : {}),
        actions: ['continue', 'cancel'],
      };
    case 'done': {
      const isWhole = state.failed === 0 && state.waiting === undefined;
      return {
        tone: state.waiting === undefined ? 'good' : 'attention',
        sentence:
          state.newMails > 0
            ? t('popupDoneNew', { count: state.newMails })
            : t(isWhole ? 'popupDoneNothing' : 'popupDoneNothingNew'),
        nextStep: t('popupFinished', { time: sayWhen(state.finishedAt, t.language, now) }),
        ...(state.failed > 0 ? { problems: state.failed } : {}),
        ...(state.waiting === undefined ? {} : { stillWaiting: state.waiting }),
        actions: isWhole ? ['backUp', 'checkEverything'] : ['backUp', 'askAgain', 'checkEverything'],
      };
    }
    case 'failed':
      return {
        tone: 'trouble',
        sentence: t(errorKey(state.code)),
        actions:
          state.code === 'signed-out' || state.code === 'account-changed'
            ? ['openWebClient', 'backUp']
            : ['backUp'],
      };
  }
}

/** Whether the browser must grant the service's hosts before anything else can happen. */
export function needsPermission(state: ServiceState): boolean {
  return (
    state.phase === 'closed' ||
    state.phase === 'not-permitted' ||
    (state.phase === 'resting' &&
      (state.reason === 'permission-missing' || state.reason === 'not-allowed-yet')) ||
    (state.phase === 'failed' && state.code === 'permission-missing')
  );
}

/**
 * Whether to ask the user first. The addresses of a closed service may belong to a stranger by now, so every request
 * for its hosts is explained; the terms of a running service are mentioned once, before its first backup. A run without
 * permission waits only for the browser's answer: consent was given when it was started.
 */
export function needsConsent(service: ServiceOverview): boolean {
  const { state } = service;
  if (state.phase === 'resting' && state.reason === 'not-allowed-yet') return false;
  if (state.phase === 'resting' && service.closedIn === undefined) return false;
  return service.closedIn === undefined ? !service.isSetUp : needsPermission(service.state);
}

/** The service whose progress is the popup's one progress bar. */
export function findActiveService(services: readonly ServiceOverview[]): ServiceOverview | undefined {
  const has = (phase: ServiceState['phase']) =>
    services.find(
      ({ state }) => state.phase === phase && 'progress' in state && state.progress !== undefined,
    );
  return has('running') ?? has('resting') ?? has('paused');
}
