import { useId, useMemo } from 'preact/hooks';
import type { Overview, ServiceOverview, Settings } from '../../lib/messages.ts';
import { ArkMark } from '../shared/ArkMark.tsx';
import { Button } from '../shared/Button.tsx';
import { describeExports } from '../shared/describe-exports.ts';
import { errorKey } from '../shared/error-key.ts';
import { createFormats } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import type { Translate } from '../shared/translate.ts';
import { sayStatus } from './describe-export.ts';
import { findActiveService } from './describe-state.ts';
import { ExportBar } from './ExportBar.tsx';
import { hasTrouble } from './has-trouble.ts';
import type { PopupActions } from './popup-actions.ts';
import { PopupReport } from './PopupReport.tsx';
import { ServiceRow } from './ServiceRow.tsx';
import './popup.css';

interface PopupProps {
  /** Undefined before the first overview arrives. */
  overview: Overview | undefined;
  /**
   * Whether the overview is the one shown last: it gives the page its shape, but anything that may have changed is
   * hidden.
   */
  isStale: boolean;
  /** Whether the background did not answer. */
  isUnreachable: boolean;
  /** By service: whether its backups leave the pictures for later. */
  picturesLater: Settings['picturesLater'];
  /** Milliseconds since 1970. */
  now: number;
  t: Translate;
  actions: PopupActions;
}

/** The whole popup. It uses no browser API: it renders its props and reports what the user does through `actions`. */
export function Popup({ overview, isStale, isUnreachable, picturesLater, now, t, actions }: PopupProps) {
  const formats = useMemo(() => createFormats(t.language), [t.language]);
  const onlyNameId = useId();
  const services = overview?.services ?? [];
  const active = findActiveService(services);
  const only = services.length === 1 ? services[0] : undefined;
  return (
    <div class="popup" data-stale={isStale} aria-busy={isStale}>
      <header class="popup-head">
        <ArkMark />
        <h1>{t('extName')}</h1>
        <Button
          kind="quiet"
          shape="icon"
          aria-label={t('popupSettings')}
          title={t('popupSettings')}
          onClick={() => actions.openSettings()}
        >
          <Icon name="settings" />
        </Button>
      </header>
      <main>
        {isUnreachable && (
          <p class="popup-notice" role="alert">
            <Icon name="warning" />
            <span>{t('popupUnreachable')}</span>
          </p>
        )}
        {overview?.storeProblem && (
          <p class="popup-notice">
            <Icon name="warning" />
            <span>{t(errorKey(overview.storeProblem))}</span>
          </p>
        )}
        {overview && services.length === 0 && <p class="popup-empty">{t('popupNoServices')}</p>}
        <ul class="services" role="list">
          {services.map((service) => (
            <ServiceRow
              key={keyOf(service)}
              service={service}
              isActive={service === active}
              picturesLater={picturesLater[service.service] === true}
              now={now}
              t={t}
              formats={formats}
              actions={actions}
            />
          ))}
          {overview === undefined && <li class="service service-blank" aria-hidden="true" />}
        </ul>
        {overview && !isStale && hasTrouble(overview) && (
          <PopupReport readReport={actions.readReport} t={t} />
        )}
      </main>
      {only && (
        <span id={onlyNameId} hidden>
          {only.name}
        </span>
      )}
      <ExportBar
        state={overview?.export ?? { phase: 'idle' }}
        standing={describeExports(overview?.exports, t, now)}
        {...(only ? { describedBy: onlyNameId } : {})}
        t={t}
        formats={formats}
        actions={actions}
      />
      <p class="visually-hidden" role="status">
        {overview && !isStale ? sayStatus(overview, t, formats, now) : ''}
      </p>
    </div>
  );
}

/**
 * Rows of one service are distinguished by account. The key of an only row does not change when its account becomes
 * known.
 */
function keyOf({ service, account, containerNumber }: ServiceOverview): string {
  return containerNumber === undefined ? service : `${service}/${account ?? ''}`;
}
