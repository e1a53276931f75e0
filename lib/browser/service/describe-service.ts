import type { AccountLabel } from '../../mail/mail.ts';
import type { ServiceOverview, ServiceState } from '../../messages.ts';
import type { Source } from '../../sources/source.ts';
import type { RunView } from '../../backup/runs.ts';

/** What is known of one mailbox of a service at this moment. */
export interface MailboxNow {
  source: Source;
  /** Absent: no account is known yet. */
  account?: AccountLabel;
  containerNumber?: number;
  isPermitted: boolean;
  isSignedIn: boolean;
  /** A tab shows its web client. Without permission only the tab the user clicked in can be seen. */
  isClientOpen: boolean;
  savedMails: number;
  picturesWaiting: number;
  failed: number;
  /** Mails that are listed, and neither saved nor failed. */
  mailsWaiting: number;
  view?: RunView;
}

/** The popup's row of a mailbox. */
export function describeService(facts: MailboxNow): ServiceOverview {
  const { source, account, containerNumber, isPermitted, savedMails, view } = facts;
  const state = describeState(facts);
  // What a service in trouble did not give was not left for later by the user.
  const picturesWaiting = state.phase === 'done' && state.waiting !== undefined ? 0 : facts.picturesWaiting;
  return {
    service: source.service.id,
    ...(account === undefined ? {} : { account }),
    ...(containerNumber === undefined ? {} : { containerNumber }),
    name: source.service.name,
    ...(source.service.closedIn === undefined ? {} : { closedIn: source.service.closedIn }),
    webClientUrl: source.webClientUrl,
    hosts: [...source.hosts],
    isSetUp: isPermitted && (savedMails > 0 || view?.run.state.phase === 'done'),
    savedMails,
    picturesWaiting,
    state,
  };
}

function describeState({
  source,
  isPermitted,
  isSignedIn,
  isClientOpen,
  failed,
  mailsWaiting,
  picturesWaiting,
  view,
}: MailboxNow): ServiceState {
  const state = view?.run.state;
  const progress = view?.progress ? { progress: view.progress } : {};
  if (view?.isRunning && view.progress) {
    const { restingUntil } = view.progress;
    return restingUntil
      ? { phase: 'resting', reason: 'asked-to-wait', until: restingUntil, ...progress }
      : { phase: 'running', progress: view.progress };
  }
  if (state?.phase === 'active') return { phase: 'queued' };
  if (state?.phase === 'paused') return { phase: 'paused', ...progress };
  if (state?.phase === 'waiting') {
    return {
      phase: 'resting',
      reason: state.reason,
      ...(state.until ? { until: state.until } : {}),
      ...progress,
    };
  }
  if (!isPermitted && source.service.closedIn && !isClientOpen) return { phase: 'closed' };
  if (!isPermitted) return { phase: 'not-permitted', wasAllowed: view?.run.wasAllowed === true };
  if (state?.phase === 'failed') return state;
  if (state?.phase === 'done') {
    const { newMails, finishedAt, isIncomplete } = state;
    const waiting = isIncomplete ? mailsWaiting + picturesWaiting : 0;
    return { phase: 'done', newMails, failed, ...(waiting > 0 ? { waiting } : {}), finishedAt };
  }
  return isSignedIn ? { phase: 'ready' } : { phase: 'signed-out', isClientOpen };
}
