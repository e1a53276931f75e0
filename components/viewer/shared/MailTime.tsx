import type { MailRow } from '../../../lib/mail/mail.ts';
import type { Formats } from '../../shared/format.ts';
import type { Translate } from '../../shared/translate.ts';

interface MailTimeProps {
  row: Pick<MailRow, 'receivedAt'>;
  t: Translate;
  formats: Formats;
}

/** When a mail arrived, on the service's clock, and on the user's clock where the two differ. */
export function MailTime({ row: { receivedAt }, t, formats }: MailTimeProps) {
  const moment = formats.moment(receivedAt);
  const own = formats.inOwnTime(receivedAt);
  if (own === undefined) return <time dateTime={receivedAt}>{moment}</time>;
  return (
    <time dateTime={receivedAt}>
      {t('viewerServiceTime', { time: moment })}
      {' · '}
      <span class="own-time">{t('viewerOwnTime', { time: own })}</span>
    </time>
  );
}
