import { BadAnswerError, BrokenRecordError } from '../../errors.ts';
import type { AssetKind, AssetRef } from '../../mail/asset.ts';
import type { Mail, MailKind } from '../../mail/mail.ts';
import { findAllowedAddress } from '../asset-address.ts';
import { parsedJson } from '../parsed-json.ts';
import { withoutSecrets } from '../secrets.ts';
import type { MailRef } from '../source.ts';
import { findMailDetail, readBody } from './parse-body.ts';
import { getReceivedAt, senderOf, type ReadingTerms } from './parse-page.ts';
import { toError, toProblem } from './parse-problem.ts';
import { limits, readMailRecord, type MailRecord } from './wire.ts';

/** As much of a mail's beginning as a list shows. */
const previewLength = 160;

/** Where a mail's page lives, and from where its pictures may be fetched. */
export interface DetailPlace extends ReadingTerms {
  /** The page's own address: relative addresses in the mail start there. */
  base: string;
  imageOrigins: readonly string[];
}

/**
 * Joins the list's record with the mail's page. Throws `BadAnswerError` when the page is none (`error-page`) or ends early
 * (`short-body`), and `BrokenRecordError` when record or body cannot be understood.
 */
export function parseDetail(ref: MailRef, page: string, place: DetailPlace): Mail {
  if (page.length > limits.bodyBytes) throw new BrokenRecordError('body', 'The page is absurdly large.');
  const detail = findMailDetail(page);
  if (!detail) throw notAMail(page);
  if (detail.isCut) throw new BadAnswerError('short-body', 200, 'The page ends in the middle.');
  const record = readMailRecord(parsedRaw(ref.raw));
  if (record.id !== ref.id) throw new BrokenRecordError('id', 'The record belongs to another mail.');
  const htmlBody = withoutSecrets(detail.html, place.secrets);
  const { text, addresses } = readBody(htmlBody);
  return {
    id: ref.id,
    kind: mailKindOf(ref.id),
    from: senderOf(record),
    ...(record.group ? { group: record.group } : {}),
    subject: record.subject || record.subject_ko,
    preview: previewOf(record.content || record.content_ko || text),
    receivedAt: getReceivedAt(record, place.utcOffsetMinutes),
    htmlBody,
    text,
    assets: listAssets(record, addresses, place),
    isStarred: record.is_star,
    isUnread: record.is_unread,
    raw: ref.raw,
  };
}

/** The kind an id shows: `b3-20` is a birthday mail, `i1001` a notice, everything else a mail. */
export function mailKindOf(id: string): MailKind {
  if (/^b\d/.test(id)) return 'birthday';
  return /^i\d/.test(id) ? 'notice' : 'mail';
}

/** The first words in one line, never half a character. */
export function previewOf(text: string): string {
  const line = text
    .slice(0, previewLength * 16)
    .replace(/\s+/g, ' ')
    .trim();
  const characters = [...line];
  return characters.length > previewLength ? characters.slice(0, previewLength).join('') : line;
}

/** Body pictures in their order, then the sender's portrait; each once. */
function listAssets(
  record: MailRecord,
  addresses: readonly { address: string; kind: AssetKind }[],
  place: DetailPlace,
): AssetRef[] {
  const assets = new Map<string, AssetRef>();
  const add = (address: string, kind: AssetKind, role: AssetRef['role']): void => {
    const url = findAllowedAddress(address, { base: place.base, origins: place.imageOrigins });
    if (!url || url.pathname === '/') return;
    const key = url.host + url.pathname;
    // Without its query an address names the same file, and can hold no secret.
    if (!assets.has(key))
      assets.set(key, { key, url: url.origin + url.pathname, kind, role, mailId: record.id });
  };
  for (const { address, kind } of addresses) add(address, kind, 'body');
  if (record.member?.image_url) add(record.member.image_url, 'image', 'portrait');
  return [...assets.values()];
}

function notAMail(page: string): Error {
  const problem = /^\s*\{/.test(page) ? toProblem(200, parsedJson(page)) : undefined;
  if (problem) return toError(problem, 200);
  return new BadAnswerError('error-page', 200, 'The answer is a page, but not a mail.');
}

function parsedRaw(raw: string): unknown {
  const record = parsedJson(raw);
  if (record === undefined) throw new BrokenRecordError('record', 'The stored record is not JSON.');
  return record;
}
