import type { BackupRequest } from '../../backup/conductor.ts';
import { mailboxOf } from '../../mail/mail.ts';
import type { Overview, ServiceState } from '../../messages.ts';

const idlePhases: ReadonlySet<ServiceState['phase']> = new Set(['ready', 'done', 'failed']);

/** What one click on the toolbar asks for: a backup of every mailbox that is set up, and neither under way nor paused. */
export function requestsOnOpen({ services }: Pick<Overview, 'services'>): BackupRequest[] {
  return services
    .filter(({ isSetUp, state }) => isSetUp && idlePhases.has(state.phase))
    .map((service) => ({ ...mailboxOf(service), isFull: false }));
}
