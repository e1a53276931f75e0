import type { ServiceOverview } from '../../lib/messages.ts';
import type { Translate } from '../shared/translate.ts';

/** The title of a row: the service's name, with its container where the service has several. */
export function mailboxTitle({ name, containerNumber }: ServiceOverview, t: Translate): string {
  return containerNumber === undefined
    ? name
    : t('popupMailboxInContainer', { service: name, number: containerNumber });
}
