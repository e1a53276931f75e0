import type { NamedLibrary } from '../../lib/mail/named-library.ts';
import type { Formats } from '../shared/format.ts';
import type { SenderCount } from './shared/mail-filter.ts';
import type { Mails } from './shared/use-mails.ts';
import type { MarksView } from './shared/use-marks.ts';
import type { Notice } from './shared/use-notice.ts';
import type { Portraits } from './shared/use-portraits.ts';
import type { Route } from './route.ts';
import type { ViewerProps } from './viewer-props.ts';

/** What every page of the viewer is given. */
export interface PageProps extends Omit<ViewerProps, 'library'> {
  library: NamedLibrary;
  /** The library's mails as far as they are loaded, in step with every window. */
  mails: Mails;
  /** Stars, tags and notes; `mails.rows` show them already. */
  marks: MarksView;
  /** Everybody who wrote, with their portraits as far as they are open. */
  senders: readonly SenderCount[];
  portraits: Portraits;
  /** Leads elsewhere; `replace` leaves no step for the back button. */
  go(route: Route, how?: 'push' | 'replace'): void;
  /** Says what was just done, with the way back. */
  tell(notice: Notice): void;
  formats: Formats;
}
