import type { MailRow } from '../../../lib/mail/mail.ts';
import { nicknameKey } from '../../../lib/mail/marks.ts';
import type { Nickname } from '../../../lib/mail/marks.ts';
import { replaceName } from '../../../lib/mail/nickname.ts';

/** How the reader's name is shown in texts. */
export interface Naming {
  ruleFor(row: Pick<MailRow, 'service' | 'account' | 'from'>): Nickname | undefined;
  rename(text: string, row: Pick<MailRow, 'service' | 'account' | 'from'>): string;
}

/** Shows names as they were chosen for each sender; without a choice as they are written. */
export function createNaming(bySender: ReadonlyMap<string, Nickname>): Naming {
  const ruleFor: Naming['ruleFor'] = ({ service, account, from }) =>
    bySender.size === 0 ? undefined : bySender.get(nicknameKey({ service, account, senderId: from.id }));
  return {
    ruleFor,
    rename(text, row) {
      const rule = ruleFor(row);
      return rule ? replaceName(text, rule) : text;
    },
  };
}
