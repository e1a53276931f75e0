import type { NamedLibrary } from '../../lib/mail/named-library.ts';
import type { Formats } from '../shared/format.ts';
import type { SenderCount } from './shared/mail-filter.ts';
import type { Mails } from './shared/use-mails.ts';
import type { MarksView } from './shared/use-marks.ts';
import type { Notice } from './shared/use-notice.ts';
import type { Portraits } from './shared/use-portraits.ts';
import type { Route } from './route.ts';
import type { ViewerProps } from './viewer-props.ts';

/** The props of every page of the viewer. */
export interface PageProps extends Omit<ViewerProps, 'library'> {
  library: NamedLibrary;
  /** The library's mails as far as they are loaded, kept current in every window. */
  mails: Mails;
  /** Stars, tags and notes; `mails.rows` include them already. */
  marks: MarksView;
  /** All senders, with their portraits as far as they are loaded. */
  senders: readonly SenderCount[];
  portraits: Portraits;
  /** Opens another route; `replace` adds no step for the back button. */
  go(route: Route, how?: 'push' | 'replace'): void;
  /** Shows a notice of what was just done, with a button that undoes it where possible. */
  notify(notice: Notice): void;
  formats: Formats;
}
