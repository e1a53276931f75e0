import type { DeleteScope, MailLibrary } from '../mail/mail-library.ts';
import type { Mailbox, SourceId } from '../mail/mail.ts';

/**
 * The same library, in which a mailbox is deleted only after its backup was cancelled: a run under way would write back
 * what it has in hand. A sender's mails need no such care, because what is deleted of them is remembered as unwanted.
 */
export function stopBackupsFirst(
  library: MailLibrary,
  services: readonly SourceId[],
  cancelBackup: (mailbox: Mailbox) => Promise<void>,
): MailLibrary {
  return {
    ...library,
    async deleteMails(scope: DeleteScope) {
      if (scope.kind === 'everything')
        await Promise.all(services.map((service) => cancelBackup({ service })));
      if (scope.kind === 'account') await cancelBackup({ service: scope.service, account: scope.account });
      await library.deleteMails?.(scope);
    },
  };
}
