import type { ComponentChildren } from 'preact';
import { Button } from '../shared/Button.tsx';
import { Icon } from '../shared/Icon.tsx';
import type { IconName } from '../shared/Icon.tsx';
import type { MessageKey, Translate } from '../shared/translate.ts';
import { routeHref } from './route.ts';
import type { PageName, Route } from './route.ts';
import type { ViewerActions } from './viewer-props.ts';

interface ViewerHeaderProps {
  page: PageName;
  /** The route that leads back to the mails. */
  lastMails: Route;
  actions: ViewerActions | undefined;
  onExportOptions(): void;
  /** Opens the import page. */
  onImport(): void;
  /** The search box, on pages that have a search. */
  children: ComponentChildren;
  t: Translate;
}

/** The pages in the order of the navigation. */
const pages: { page: PageName; icon: IconName; label: MessageKey }[] = [
  { page: 'mails', icon: 'mail', label: 'viewerMails' },
  { page: 'gallery', icon: 'picture', label: 'viewerGallery' },
  { page: 'calendar', icon: 'calendar', label: 'viewerCalendar' },
  { page: 'report', icon: 'report', label: 'viewerReport' },
  { page: 'settings', icon: 'settings', label: 'viewerSettings' },
];

/** The header: name, navigation, search and export. */
export function ViewerHeader({
  page: current,
  lastMails,
  actions,
  onExportOptions,
  onImport,
  children,
  t,
}: ViewerHeaderProps) {
  const isExporting = actions?.exportState.phase === 'packing' || actions?.exportState.phase === 'saving';
  return (
    <header class="viewer-header">
      <h1 class="brand">{t('viewerTitle')}</h1>
      <nav class="viewer-nav" aria-label={t('viewerNavigation')}>
        {pages
          .filter(({ page }) => page !== 'report' || actions?.reporting)
          .map(({ page, icon, label }) => (
            <a
              key={page}
              href={routeHref(page === 'mails' && current !== 'mails' ? lastMails : { page })}
              {...(page === current ? { 'aria-current': 'page' as const } : {})}
            >
              <Icon name={icon} />
              {t(label)}
            </a>
          ))}
      </nav>
      {children}
      {actions && (
        <div class="viewer-doors">
          {current !== 'import' && (
            <Button onClick={onImport}>
              <Icon name="import" />
              {t('importButton')}
            </Button>
          )}
          <div class="export-split">
            <Button class="button viewer-export" disabled={isExporting} onClick={actions.exportZip}>
              <Icon name="export" />
              {t('viewerExport')}
            </Button>
            <Button
              class="button export-more"
              shape="icon"
              aria-label={t('exportOptions')}
              title={t('exportOptions')}
              disabled={isExporting}
              onClick={onExportOptions}
            >
              <Icon name="down" />
            </Button>
          </div>
        </div>
      )}
    </header>
  );
}
