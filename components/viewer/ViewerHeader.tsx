import type { ComponentChildren } from 'preact';
import { Button } from '../shared/Button.tsx';
import { Icon } from '../shared/Icon.tsx';
import type { Translate } from '../shared/translate.ts';
import { routeHref } from './route.ts';
import type { Route } from './route.ts';
import type { ViewerActions } from './viewer-props.ts';

interface ViewerHeaderProps {
  page: Route['page'];
  actions: ViewerActions | undefined;
  /** The search, where there is something to search. */
  children: ComponentChildren;
  t: Translate;
}

/** The name, the pages, the search, and the export. */
export function ViewerHeader({ page, actions, children, t }: ViewerHeaderProps) {
  const isExporting = actions?.exportState.phase === 'packing' || actions?.exportState.phase === 'saving';
  return (
    <header class="viewer-header">
      <h1 class="brand">{t('viewerTitle')}</h1>
      <nav class="viewer-nav" aria-label={t('viewerNavigation')}>
        <a href={routeHref({ page: 'mails' })} {...(page === 'mails' ? { 'aria-current': 'page' } : {})}>
          <Icon name="mail" />
          {t('viewerMails')}
        </a>
        <a
          href={routeHref({ page: 'settings' })}
          {...(page === 'settings' ? { 'aria-current': 'page' } : {})}
        >
          <Icon name="settings" />
          {t('viewerSettings')}
        </a>
      </nav>
      {children}
      {actions && (
        <Button class="button viewer-export" disabled={isExporting} onClick={actions.exportZip}>
          <Icon name="export" />
          {t('viewerExport')}
        </Button>
      )}
    </header>
  );
}
