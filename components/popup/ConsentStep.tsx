import { useEffect, useId, useRef } from 'preact/hooks';
import type { ServiceOverview } from '../../lib/messages.ts';
import { Button } from '../shared/Button.tsx';
import type { Translate } from '../shared/translate.ts';
import { hostNames } from './host-names.ts';

interface ConsentStepProps {
  service: ServiceOverview;
  /** Whether the browser asks about the hosts next. */
  asksBrowser: boolean;
  t: Translate;
  /** Called inside the click. */
  onAgree(): void;
  onLeave(): void;
}

/**
 * The question before a service is first contacted. It is part of the row, because a popup is too small for a dialog.
 */
export function ConsentStep({ service, asksBrowser, t, onAgree, onLeave }: ConsentStepProps) {
  const panel = useRef<HTMLDivElement>(null);
  const titleId = useId();
  const textId = useId();
  useEffect(() => panel.current?.focus(), []);
  return (
    <div
      class="consent"
      role="group"
      tabIndex={-1}
      ref={panel}
      aria-labelledby={titleId}
      aria-describedby={textId}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onLeave();
      }}
    >
      <h3 id={titleId}>{t('popupConsentTitle')}</h3>
      <div id={textId}>
        <p>
          {service.closedIn === undefined
            ? t('popupConsentTerms')
            : t('popupConsentClosed', { year: String(service.closedIn) })}
        </p>
        {asksBrowser && (
          <>
            <p>{t('popupConsentBrowser')}</p>
            <ul class="consent-hosts">
              {hostNames(service.hosts).map((host) => (
                <li key={host}>{host}</li>
              ))}
            </ul>
          </>
        )}
      </div>
      <div class="service-actions">
        <Button kind="primary" onClick={onAgree}>
          {t(asksBrowser ? 'popupConsentAllow' : 'popupConsentAgree')}
        </Button>
        <Button kind="quiet" onClick={onLeave}>
          {t('popupConsentLeave')}
        </Button>
      </div>
    </div>
  );
}
