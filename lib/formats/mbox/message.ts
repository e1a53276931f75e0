import type { CleanBody } from '../../mail/mail-library.ts';
import type { AssetStatus } from '../../mail/asset.ts';
import type { MailMark, Tag } from '../../mail/marks.ts';
import { isPlainStyle, rewriteTags } from '../content/clean-markup.ts';
import { mediaNameParts } from '../paths.ts';
import type { ArchiveAccount, ArchiveMail } from '../content.ts';
import { zonedTime } from '../../mail/zoned-time.ts';
import { base64Lines } from './base64.ts';
import { asctime, atom, displayName, headerDate, headerText } from './header.ts';

/** A piece of an mbox file: text as it is, or received bytes that are to be written as lines of base64. */
export type MboxPiece = { text: string } | { bytes: Blob };

/** A file of the mail with its bytes at hand. */
export interface MessageFile {
  status: AssetStatus;
  blob: Blob;
}

/** What one message is made of. */
export interface Message {
  account: ArchiveAccount;
  mail: ArchiveMail;
  body: CleanBody | undefined;
  files: readonly MessageFile[];
  mark: MailMark | undefined;
  tags: readonly Tag[];
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** What no server has, for addresses that never answer (RFC 2606). */
const domain = 'mail-ark.invalid';

/**
 * One message of an mbox file (RFC 4155) as MIME: words as text and HTML, pictures inline by `cid:`, other files behind.
 * Every part is base64, so no line can be taken for the beginning of a message, and readers need not agree on quoting.
 */
export function messagePieces({ account, mail, body, files, mark, tags }: Message): MboxPiece[] {
  const { row, content } = mail;
  const key = `${atom(row.id)}.${atom(row.account)}`;
  const host = `${atom(row.service)}.${domain}`;
  const shown = new Set(body?.assetKeys);
  const inline = files.filter(({ status }) => shown.has(status.ref.key));
  const behind = files.filter(({ status }) => !shown.has(status.ref.key));
  const contentId = new Map(inline.map(({ status }, at) => [status.ref.key, `${at + 1}.${key}@${host}`]));

  let part: MboxPiece[] = body
    ? multipart('alternative', `a.${key}`, '', [
        textPart('plain', content.text),
        textPart('html', htmlOf(body, row.subject, contentId)),
      ])
    : textPart('plain', content.text);
  if (inline.length > 0) {
    part = multipart('related', `r.${key}`, '; type="multipart/alternative"', [
      part,
      ...inline.map((file) => filePart(file, contentId.get(file.status.ref.key))),
    ]);
  }
  if (behind.length > 0) {
    part = multipart('mixed', `m.${key}`, '', [part, ...behind.map((file) => filePart(file, undefined))]);
  }

  const isStarred = mark?.isStarred ?? row.isStarred;
  const isUnread = mark?.isUnread ?? row.isUnread;
  const sender = `${atom(row.from.id)}@${host}`;
  const group = row.group ? ` (${row.group.name})` : '';
  const head = [
    `From ${sender} ${asctime(zonedTime(row.receivedAt, 0))}`,
    `From: ${displayName(row.from.name)}\n <${sender}>`,
    `To: ${displayName(`${account.serviceName}${group}`)}\n <${atom(row.account)}@${host}>`,
    `Subject: ${headerText(row.subject)}`,
    `Date: ${headerDate(zonedTime(row.receivedAt, account.utcOffsetMinutes), account.utcOffsetMinutes)}`,
    `Message-ID: <${key}@${host}>`,
    // What Thunderbird, mutt and Python's mailbox understand as read and starred.
    `Status: ${isUnread ? 'O' : 'RO'}`,
    ...(isStarred ? ['X-Status: F'] : []),
    ...(tags.length > 0 ? [`Keywords: ${tags.map(({ name }) => headerText(name)).join(',\n ')}`] : []),
    ...(mark && mark.note !== '' ? [`X-Mail-Ark-Note: ${headerText(mark.note)}`] : []),
    'MIME-Version: 1.0',
  ];
  return joinTexts([{ text: `${head.join('\n')}\n` }, ...part, { text: '\n' }]);
}

function multipart(kind: string, boundary: string, parameters: string, parts: MboxPiece[][]): MboxPiece[] {
  // RFC 2046 allows 70 letters; an id may be longer, and only needs to differ from the others of this message.
  const line = `=_${boundary.slice(0, 60)}`;
  return [
    { text: `Content-Type: multipart/${kind}${parameters};\n boundary="${line}"\n\n` },
    ...parts.flatMap((part): MboxPiece[] => [{ text: `--${line}\n` }, ...part]),
    { text: `--${line}--\n` },
  ];
}

function textPart(kind: 'plain' | 'html', words: string): MboxPiece[] {
  const lines = decoder.decode(base64Lines(encoder.encode(words)));
  return [
    { text: `Content-Type: text/${kind}; charset=utf-8\nContent-Transfer-Encoding: base64\n\n${lines}` },
  ];
}

function filePart({ status, blob }: MessageFile, contentId: string | undefined): MboxPiece[] {
  const type = status.contentType ?? 'application/octet-stream';
  const { stem, ending } = mediaNameParts(status.ref.key, type);
  const name = `${atom(stem)}${ending}`;
  const id = contentId === undefined ? '' : `Content-ID: <${contentId}>\n`;
  const place = contentId === undefined ? 'attachment' : 'inline';
  const head =
    `Content-Type: ${type};\n name="${name}"\nContent-Transfer-Encoding: base64\n${id}` +
    `Content-Disposition: ${place};\n filename="${name}"\n\n`;
  return [{ text: head }, { bytes: blob }];
}

function htmlOf(body: CleanBody, subject: string, contentId: ReadonlyMap<string, string>): string {
  const words = rewriteTags(body, ({ name, values, styleAt, assetKey }) => {
    if (assetKey !== undefined) {
      const id = contentId.get(assetKey);
      return id === undefined ? '' : `<img src="cid:${id}" alt="${values.get('alt') ?? ''}">`;
    }
    const style = body.styles
      .filter((each) => each.element === styleAt && isPlainStyle(each))
      .map(({ property, value }) => `${property}: ${value}`)
      .join('; ');
    const kept = [...values].filter(([key]) => !key.startsWith('data-'));
    const written = [...kept, ...(style === '' ? [] : [['style', style] as const])];
    return `<${name}${written.map(([key, value]) => ` ${key}="${value}"`).join('')}>`;
  });
  const title = subject.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<!doctype html>\n<html><head><meta charset="utf-8"><title>${title}</title></head><body>${words}</body></html>\n`;
}

function joinTexts(pieces: MboxPiece[]): MboxPiece[] {
  const joined: MboxPiece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if ('text' in piece && last && 'text' in last)
      joined[joined.length - 1] = { text: last.text + piece.text };
    else joined.push(piece);
  }
  return joined;
}
