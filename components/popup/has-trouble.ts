import type { RestReason } from '../../lib/backup/run.ts';
import type { Overview, ServiceState } from '../../lib/messages.ts';

const restsInTrouble: ReadonlySet<RestReason> = new Set([
  'unreachable',
  'storage-full',
  'list-troubled',
  'mails-troubled',
  'files-troubled',
]);

/** Whether something failed that the user may want to report. Being signed out or offline does not count. */
export function hasTrouble({ services, storeProblem, ...overview }: Overview): boolean {
  return (
    storeProblem !== undefined ||
    overview.export.phase === 'failed' ||
    services.some(({ state }) => isTrouble(state))
  );
}

function isTrouble(state: ServiceState): boolean {
  if (state.phase === 'done') return state.failed > 0 || state.waiting !== undefined;
  if (state.phase === 'resting') return restsInTrouble.has(state.reason);
  return state.phase === 'failed';
}
