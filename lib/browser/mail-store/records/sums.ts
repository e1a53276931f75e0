import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { MailContent, MailRow } from '../../../mail/mail.ts';

/**
 * The sum by which a later check finds that a mail's words, record, row or list of files have changed by themselves:
 * lower-case hex of a SHA-256. Stars, read and withdrawn marks are not in it, because they come and go. Synchronous, so that
 * it can be made inside a transaction.
 */
export function sumOfMail(row: MailRow, { htmlBody, text, raw, assets }: MailContent): string {
  const { service, account, id, kind, from, group, subject, preview, receivedAt, pictureCount } = row;
  const facts = [
    [service, account, id, kind, from.id, from.name, group?.id ?? null, group?.name ?? null],
    [subject, preview, receivedAt, pictureCount],
    [htmlBody ?? null, text, raw],
    assets.map((asset) => [asset.key, asset.url, asset.kind, asset.role, asset.mailId]),
  ];
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(facts))));
}
