import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { CleanBody } from '../../mail/mail-library.ts';
import { mailKeyText } from '../../mail/mail.ts';
import { escapeText, isPlainStyle, rewriteTags } from '../content/clean-markup.ts';
import type { ArchivedAsset } from './data-files.ts';
import { pathAddress } from '../paths.ts';
import type { ArchiveAccount, ArchiveMail } from '../content.ts';
import { momentText, offsetText, zonedTime } from '../../mail/zoned-time.ts';

/** What one readable page is made of. */
export interface MailPage {
  account: ArchiveAccount;
  mail: ArchiveMail;
  /** Absent for a mail of plain text. */
  body?: CleanBody;
  assets: ArchivedAsset[];
  /** Where the page will be, for the way back to the root. */
  path: string;
}

const pageStyle = `
:root { color-scheme: light dark; }
body { margin: 0 auto; max-width: 42rem; padding: 1.5rem 1rem 4rem; background: Canvas; color: CanvasText;
  font: 1rem/1.7 system-ui, -apple-system, "Segoe UI", "Apple SD Gothic Neo", "Malgun Gothic", "Hiragino Sans", "Noto Sans CJK KR", sans-serif; }
header { border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); margin-bottom: 1.5rem; padding-bottom: 1rem; }
h1 { font-size: 1.35rem; line-height: 1.35; margin: .25rem 0 .5rem; overflow-wrap: anywhere; }
header p { margin: 0; }
time { opacity: .75; }
main { overflow-wrap: anywhere; }
.text { white-space: pre-wrap; }
figure { margin: 1rem 0; }
img, video { border-radius: .75rem; display: block; height: auto; margin: 1rem 0; max-width: 100%; }
audio { width: 100%; }
.lost { border: 1px dashed; border-radius: .75rem; display: inline-block; opacity: .75; padding: .5rem .75rem; }
nav { font-size: .9rem; }`;

const hashOf = (text: string): string => `'sha256-${base64(sha256(utf8ToBytes(text)))}'`;

/**
 * A page that shows one mail without any script: the cleaned body, its files by relative links, and a policy of its own
 * that allows nothing but those and the one style block.
 */
export function mailPage({ account, mail, body, assets, path }: MailPage): string {
  const { row, content } = mail;
  const root = '../'.repeat(path.split('/').length - 1);
  const style = `${pageStyle}${body ? bodyRules(body) : ''}\n`;
  const policy = `default-src 'none'; style-src ${hashOf(style)}; img-src 'self' file: data:; media-src 'self' file:; base-uri 'none'; form-action 'none'`;
  const byKey = new Map(assets.map((asset) => [asset.ref.key, asset]));
  const shown = new Set<string>();
  const words = body
    ? placeAssets(body, (key, alt) => {
        const asset = byKey.get(key);
        shown.add(key);
        return asset ? assetMarkup(asset, root, alt) : lost;
      })
    : `<div class="text">${escapeText(content.text)}</div>`;
  const own = new Set(content.assets.filter(({ role }) => role === 'body').map(({ key }) => key));
  const rest = assets.filter(({ ref }) => own.has(ref.key) && !shown.has(ref.key));
  const time = zonedTime(row.receivedAt, account.utcOffsetMinutes);
  const when = `${momentText(time)} ${offsetText(account.utcOffsetMinutes)}`;
  const viewer = `${root}index.html#/mails/${mailKeyText(row)}`;
  return `<!doctype html>
<html lang="${languageOf(`${row.subject} ${content.text}`)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeText(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeText(row.subject)}</title>
<style>${style}</style>
</head>
<body>
<nav><a href="${escapeText(viewer)}">Mail Ark</a></nav>
<article>
<header>
<p>${escapeText(row.from.name)}${row.group ? ` · ${escapeText(row.group.name)}` : ''} · ${escapeText(account.serviceName)}</p>
<h1>${escapeText(row.subject)}</h1>
<time datetime="${escapeText(row.receivedAt)}">${escapeText(when)}</time>
</header>
<main>
${words}
${rest.map((asset) => `<figure>${assetMarkup(asset, root, '')}</figure>\n`).join('')}</main>
</article>
</body>
</html>
`;
}

/** For voices that read aloud, and the right shapes of Han characters: known by the letters only one language has. */
function languageOf(text: string): string {
  if (/[\u3040-\u30ff]/.test(text)) return 'ja';
  return /[\u1100-\u11ff\uac00-\ud7a3]/.test(text) ? 'ko' : 'en';
}

const lost =
  '<span class="lost">This file was not saved. · 저장되지 않은 파일입니다. · 保存されていないファイルです。</span>';

function assetMarkup({ path, ref }: ArchivedAsset, root: string, alt: string): string {
  if (path === undefined) return lost;
  const address = escapeText(root + pathAddress(path));
  switch (ref.kind) {
    case 'image':
      return `<img src="${address}" alt="${alt}" loading="lazy">`;
    case 'video':
      return `<video src="${address}" controls preload="metadata"></video>`;
    case 'audio':
      return `<audio src="${address}" controls preload="metadata"></audio>`;
  }
}

function placeAssets(body: CleanBody, markup: (key: string, alt: string) => string): string {
  return rewriteTags(body, ({ name, values, styleAt, assetKey, whole }) => {
    if (assetKey !== undefined) return markup(assetKey, values.get('alt') ?? '');
    if (styleAt === undefined) return whole;
    const written = [...values].map(([key, value]) => ` ${key}="${key === 'data-style' ? styleAt : value}"`);
    return `<${name}${written.join('')}>`;
  });
}

function bodyRules({ styles }: CleanBody): string {
  return styles
    .filter(isPlainStyle)
    .map(({ element, property, value }) => `\n[data-style="${element}"] { ${property}: ${value}; }`)
    .join('');
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
