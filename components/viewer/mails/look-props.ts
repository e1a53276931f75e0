import type { SanitizeBody } from '../../../lib/mail/mail-library.ts';
import type { MailContent, MailRow } from '../../../lib/mail/mail.ts';
import type { Tag } from '../../../lib/mail/marks.ts';
import type { Formats } from '../../shared/format.ts';
import type { Translate } from '../../shared/translate.ts';
import type { ShownAsset } from '../shared/use-open-mail.ts';

/** The props of a look. It renders inside the reader's `article` and labels it by `id="reader-subject"`. */
export interface LookProps {
  row: MailRow;
  /** Undefined while it is loading. */
  content: MailContent | undefined;
  assets: ReadonlyMap<string, ShownAsset>;
  /** Ids. */
  tags: readonly string[];
  tagById: ReadonlyMap<string, Tag>;
  words: readonly string[];
  portrait: string | undefined;
  /** The number of earlier versions, and the callback that shows them. */
  versionCount: number;
  onVersions(): void;
  sanitize: SanitizeBody;
  theme: string;
  /** Called with keys pressed inside the frame, which the page does not receive. */
  onKeyDown(event: KeyboardEvent): void;
  t: Translate;
  formats: Formats;
}
