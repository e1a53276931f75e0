import { createAssetFinder } from '../../mail/asset-finder.ts';
import type { CleanBody, SanitizeBody } from '../../mail/mail-library.ts';
import type { ArchiveMail } from '../content.ts';

/** The mail's sanitised body: the one kept with it, otherwise made now; undefined for a mail of plain text. */
export function cleanBodyOf({ body, content }: ArchiveMail, sanitize: SanitizeBody): CleanBody | undefined {
  if (body || content.htmlBody === undefined) return body;
  return sanitize(content.htmlBody, createAssetFinder(content.assets));
}
