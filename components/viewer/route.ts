import type { MailKey } from '../../lib/mail/mail.ts';
import { mailKeyText } from '../../lib/mail/mail.ts';

/** Where in the viewer somebody is; lives in the address after `#`, so that links and the back button work from files too. */
export type Route = { page: 'mails'; mail?: MailKey } | { page: 'settings' };

/** Reads `location.hash`. What is not understood is the list of mails. */
export function parseRoute(hash: string): Route {
  const [page, ...parts] = hash.replace(/^#\/?/, '').split('/');
  if (page === 'settings') return { page };
  const [service, account, id] = parts.map(decodePart);
  if (page === 'mails' && parts.length === 3 && service && account && id) {
    return { page, mail: { service, account, id } };
  }
  return { page: 'mails' };
}

/** The address of a route, with its `#`. */
export function routeHref(route: Route): string {
  if (route.page === 'settings') return '#/settings';
  return route.mail ? `#/mails/${mailKeyText(route.mail)}` : '#/mails';
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
