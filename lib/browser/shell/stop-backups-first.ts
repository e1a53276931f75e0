import type { DeleteScope, MailLibrary } from '../../mail/mail-library.ts';
import type { Mailbox, SourceId } from '../../mail/mail.ts';

/** What a deletion asks of the backups. */
export interface BackupStopper {
  /** Every service that can be backed up. */
  services: readonly SourceId[];
  /** Resolves when the backup of the mailbox has written its last. */
  cancelBackup(mailbox: Mailbox): Promise<void>;
  /** Runs `work` as the only engine of this profile, as soon as no other runs. */
  holdLease(work: () => Promise<void>): Promise<void>;
}

/**
 * The same library, in which a mailbox is deleted only after its backup was cancelled and while none can begin: a run
 * under way, or one that another window starts meanwhile, would write mails back. A sender's mails need no such care,
 * because what is deleted of them is remembered as unwanted.
 */
export function stopBackupsFirst(
  library: MailLibrary,
  { services, cancelBackup, holdLease }: BackupStopper,
): MailLibrary {
  return {
    ...library,
    async deleteMails(scope: DeleteScope) {
      if (scope.kind === 'sender') return library.deleteMails?.(scope);
      const mailboxes: Mailbox[] =
        scope.kind === 'everything'
          ? services.map((service) => ({ service }))
          : [{ service: scope.service, account: scope.account }];
      const cancelled = Promise.all(mailboxes.map(cancelBackup));
      // Asked for while the backup still holds it: the engine then goes to the deletion, not to a backup started later.
      const deleted = holdLease(async () => {
        await cancelled;
        await library.deleteMails?.(scope);
      });
      await Promise.all([cancelled, deleted]);
    },
  };
}
