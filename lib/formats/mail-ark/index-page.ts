import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { escapeText } from '../content/clean-markup.ts';
import type { BackupVolume } from '../../import/incoming.ts';
import type { ArchiveScope } from './manifest.ts';
import { partWords } from './part-words.ts';
import { pathAddress } from '../paths.ts';

/** The offline viewer as the extension ships it: one classic script, which brings its styles along. */
export interface OfflineViewer {
  script: string;
}

/** What collects the data before the viewer starts; `mailArk` is the only name the archive puts on the page. */
const collector = `'use strict';
globalThis.mailArk = { chunks: [], add(chunk) { this.chunks.push(chunk); } };
`;

/**
 * `index.html`: the viewer opened by double-click. Its policy allows the two scripts written into it by their hashes, the
 * data files beside it, and no connection at all. From `file://` neither module scripts nor `fetch` work.
 */
export function indexPage(
  viewer: OfflineViewer,
  dataFiles: readonly string[],
  scope: ArchiveScope,
  volume: BackupVolume | undefined,
): string {
  const script = closeProof(viewer.script);
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(collector)} ${hashOf(script)} 'self' file:`,
    // The viewer makes its style sheets by script, which no policy has to allow; this is for the notes below.
    `style-src ${hashOf(noteStyle)}`,
    "img-src 'self' file: data: blob:",
    "media-src 'self' file: blob:",
    "connect-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const data = dataFiles
    .map((path) => `<script src="${escapeText(pathAddress(path))}" charset="utf-8"></script>\n`)
    .join('');
  const notes = partWords(scope, volume)
    .map(({ en, ko, ja }) => `<p class="note" role="note">${escapeText(`${en} · ${ko} · ${ja}`)}</p>\n`)
    .join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeText(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>Mail Ark</title>
<style>${noteStyle}</style>
</head>
<body>
${notes}<div id="app"></div>
<noscript><p class="note">${withoutScript}</p></noscript>
<p class="note" id="not-unpacked" hidden>${notUnpacked}</p>
<script>${collector}</script>
${data}<script>${script}</script>
</body>
</html>
`;
}

const noteStyle = '.note { font: 1rem/1.6 system-ui, sans-serif; margin: 1rem; }';

const notUnpacked =
  'The files beside this page are missing. Please unpack the whole ZIP first. · 이 페이지 옆의 파일이 없습니다. 먼저 ZIP 전체의 압축을 풀어 주세요. · このページの横にあるはずのファイルがありません。先にZIPをすべて展開してください。';

const withoutScript =
  'Without scripts, open the pages in the folder “mails”. · 스크립트를 쓸 수 없다면 “mails” 폴더의 페이지를 열어 주세요. · スクリプトが使えない場合は「mails」フォルダーのページを開いてください。';

// A string of the script that looks like markup would end it; a backslash before `/` or `!` changes no string's meaning.
function closeProof(script: string): string {
  return script.replace(/<\/(script)/gi, '<\\/$1').replace(/<!--/g, '<\\!--');
}

function hashOf(text: string): string {
  return `'sha256-${btoa(String.fromCharCode(...sha256(utf8ToBytes(text))))}'`;
}
