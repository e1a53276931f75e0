import type { MailKey } from '../../lib/mail/mail.ts';
import type { CalendarPeriod } from './calendar/calendar-period.ts';
import { parsePeriod, periodText } from './calendar/calendar-period.ts';
import type { MediaAddress } from './gallery/media-address.ts';
import { isSearching, readSearch, writeSearch } from './mails/search-address.ts';
import type { SearchState } from './mails/search-address.ts';

/**
 * The open page of the viewer and its parameters. A route is in the address after `#`, so that links and the back
 * button work from files too.
 */
export type Route =
  | { page: 'mails'; mail?: MailKey; search?: SearchState }
  | { page: 'gallery'; file?: MediaAddress }
  | { page: 'calendar'; period?: CalendarPeriod }
  | { page: 'report' }
  | { page: 'import' }
  | { page: 'settings' };

/** The name of a page in its address. */
export type PageName = Route['page'];
type RouteOf<Page extends PageName> = Extract<Route, { page: Page }>;

/** An address after the page's name, decoded: `#/page/segment/segment?option=value`. */
interface RouteParameters {
  segments: string[];
  options: URLSearchParams;
}

/**
 * How a page writes its parameters into its address and reads them again; parameters it does not understand are
 * ignored.
 */
interface Address<Page extends PageName> {
  read(parameters: RouteParameters): Omit<RouteOf<Page>, 'page'>;
  write(route: RouteOf<Page>): Partial<RouteParameters>;
}

const addresses: { [Page in PageName]: Address<Page> } = {
  mails: {
    read({ segments, options }) {
      const [service, account, id] = segments;
      const search = readSearch(options);
      return {
        ...(segments.length === 3 && service && account && id && { mail: { service, account, id } }),
        ...(isSearching(search) && { search }),
      };
    },
    write: ({ mail, search }) => ({
      ...(mail && { segments: [mail.service, mail.account, mail.id] }),
      ...(search && { options: writeSearch(search) }),
    }),
  },
  gallery: {
    read({ segments }) {
      const [service, account, key] = segments;
      return segments.length === 3 && service && account && key ? { file: { service, account, key } } : {};
    },
    write: ({ file }) => (file ? { segments: [file.service, file.account, file.key] } : {}),
  },
  calendar: {
    read({ segments: [text = ''] }) {
      const period = parsePeriod(text);
      return period ? { period } : {};
    },
    write: ({ period }) => (period ? { segments: [periodText(period)] } : {}),
  },
  report: { read: () => ({}), write: () => ({}) },
  import: { read: () => ({}), write: () => ({}) },
  settings: { read: () => ({}), write: () => ({}) },
};

/** Reads `location.hash`. A hash that is not understood is the list of mails. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  const [name = '', ...segments] = path.split('/');
  const page = isPage(name) ? name : 'mails';
  const parameters = {
    segments: page === name ? segments.map(decodeSegment) : [],
    options: new URLSearchParams(query),
  };
  return { page, ...addresses[page].read(parameters) };
}

/** The address of a route, with its `#`. */
export function routeHref(route: Route): string {
  const { segments = [], options } = writeParameters(route);
  const path = [route.page, ...segments.map(encodeURIComponent)].join('/');
  const query = options?.toString() ?? '';
  return `#/${path}${query === '' ? '' : `?${query}`}`;
}

function writeParameters<Page extends PageName>(route: RouteOf<Page>): Partial<RouteParameters> {
  return addresses[route.page].write(route);
}

function isPage(name: string): name is PageName {
  return Object.hasOwn(addresses, name);
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}
