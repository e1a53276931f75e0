import type { AccountKey, SourceId } from '../../../lib/mail/mail.ts';
import { unknownAccount } from '../../../lib/mail/mail.ts';
import type { Translate } from '../../shared/translate.ts';

/** The name of a mailbox on screen. */
export function mailboxName(box: AccountKey, serviceNames: Record<SourceId, string>, t: Translate): string {
  return t('viewerMailboxName', {
    service: serviceNames[box.service] ?? box.service,
    account: box.account === unknownAccount ? t('viewerUnknownAccount') : box.account,
  });
}
