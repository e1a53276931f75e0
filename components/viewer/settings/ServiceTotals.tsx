import type { AccountUsage } from '../../../lib/mail/mail-library.ts';
import type { SourceId } from '../../../lib/mail/mail.ts';
import type { Formats } from '../../shared/format.ts';
import type { Translate } from '../../shared/translate.ts';

interface ServiceTotalsProps {
  usage: readonly AccountUsage[];
  serviceNames: Record<SourceId, string>;
  t: Translate;
  formats: Formats;
}

/** The storage each service takes, where that is not evident from its mailboxes. */
export function ServiceTotals({ usage, serviceNames, t, formats }: ServiceTotalsProps) {
  const totals = new Map<SourceId, { mailboxes: number; sizeBytes: number }>();
  for (const { service, sizeBytes } of usage) {
    const total = totals.get(service) ?? { mailboxes: 0, sizeBytes: 0 };
    totals.set(service, { mailboxes: total.mailboxes + 1, sizeBytes: total.sizeBytes + sizeBytes });
  }
  const shared = [...totals].filter(([, { mailboxes }]) => mailboxes > 1);
  return (
    <>
      {shared.map(([service, { mailboxes, sizeBytes }]) => (
        <p class="quiet" key={service}>
          {t('viewerStorageService', {
            service: serviceNames[service] ?? service,
            count: mailboxes,
            size: formats.bytes(sizeBytes),
          })}
        </p>
      ))}
    </>
  );
}
