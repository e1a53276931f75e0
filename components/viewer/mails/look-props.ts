import type { SanitizeBody } from '../../../lib/mail/mail-library.ts';
import type { MailContent, MailRow } from '../../../lib/mail/mail.ts';
import type { Tag } from '../../../lib/mail/marks.ts';
import type { Formats } from '../../shared/format.ts';
import type { Translate } from '../../shared/translate.ts';
import type { ShownAsset } from '../shared/use-open-mail.ts';

/** What a look draws a mail from. It draws inside the reader's `article` and names it by `id="reader-subject"`. */
export interface LookProps {
  row: MailRow;
  /** Undefined while it is being read. */
  content: MailContent | undefined;
  assets: ReadonlyMap<string, ShownAsset>;
  /** Ids. */
  tags: readonly string[];
  tagById: ReadonlyMap<string, Tag>;
  words: readonly string[];
  portrait: string | undefined;
  /** How many earlier versions of it are kept, and the way to them. */
  versionCount: number;
  onVersions(): void;
  sanitize: SanitizeBody;
  theme: string;
  /** Keys pressed where the page does not hear them. */
  onKeyDown(event: KeyboardEvent): void;
  t: Translate;
  formats: Formats;
}
