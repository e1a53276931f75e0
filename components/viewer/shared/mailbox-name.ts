import type { AccountKey, SourceId } from '../../../lib/mail/mail.ts';
import { unknownAccountMark } from '../../../lib/mail/mail.ts';
import type { Translate } from '../../shared/translate.ts';

/** The name of a mailbox on screen. */
export function mailboxName(box: AccountKey, serviceNames: Record<SourceId, string>, t: Translate): string {
  const mark = unknownAccountMark(box.account);
  return t('viewerMailboxName', {
    service: serviceNames[box.service] ?? box.service,
    account: mark === undefined ? box.account : t('viewerUnknownAccount', { mark }),
  });
}
