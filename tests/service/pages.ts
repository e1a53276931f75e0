import { readFileSync } from 'node:fs';
import { errorPage, textAnswer, type Answer } from './answers.ts';
import { pictureNumber, pictureUrl, type DemoMail } from './inbox.ts';
import type { DemoRequest } from './requests.ts';
import { authorise, type World } from './world.ts';

const folder = new URL('./web-client/', import.meta.url);
const clientFiles: Record<string, { name: string; type: string }> = {
  '/': { name: 'index.html', type: 'text/html' },
  '/client.css': { name: 'client.css', type: 'text/css' },
  '/client.js': { name: 'client.js', type: 'text/javascript' },
};

/** Answers the web host: the web client, the mail pages, and their style sheets and scripts. */
export function answerPage(world: World, request: DemoRequest): Answer {
  const { path } = request;
  if (path.startsWith('/mail/')) return mailPage(world, request);
  if (path === '/' && request.query.has('accounts')) return accountList(world);
  const file = clientFiles[path];
  if (file) return textAnswer(readFileSync(new URL(file.name, folder), 'utf8'), file.type);
  if (path === '/css/starship.css')
    return textAnswer('.main-contents{padding:16px}img{max-width:100%}', 'text/css');
  if (path.startsWith('/js/'))
    return textAnswer('// The app\u2019s scripts play no part here.\n', 'text/javascript');
  if (path.startsWith('/pages/')) return textAnswer('<!DOCTYPE html><title>Demo</title><p>Demo</p>');
  return textAnswer('<!DOCTYPE html><title>404</title><p>404</p>', 'text/html', 404);
}

/** Exists only here: the accounts that the sign-in page offers. */
function accountList(world: World): Answer {
  const accounts = world.accounts.map(({ userId, password, nickname }) => ({ userId, password, nickname }));
  return textAnswer(JSON.stringify(accounts), 'application/json');
}

function mailPage(world: World, request: DemoRequest): Answer {
  const account = authorise(world, request);
  if (typeof account === 'string') return errorPage(401);
  const mail = account.inbox.find(request.path.slice('/mail/'.length));
  return mail ? textAnswer(detailHtml(mail)) : errorPage(404);
}

/** The page of a mail, exactly as the web host sends it: a complete document inside a div of another. */
export function detailHtml(mail: DemoMail): string {
  const [greeting = '', ...lines] = mail.words.paragraphs;
  const pictures = mail.picturePaths.map(
    (path, at) =>
      `<div class="select-image-area" data-favorite="0"><img class="js-select-images" ` +
      `data-id="${pictureNumber(mail, at)}" data-class="images" src="${pictureUrl(path)}"></div>`,
  );
  const split = Math.ceil(lines.length / 2);
  const body = [
    `<p><span style="color: #d6568f; font-size: 18px;">${escapeHtml(greeting)}</span></p>`,
    `<p>${lines.slice(0, split).map(escapeHtml).join('<br>')}</p>`,
    ...pictures.slice(0, 1),
    `<p>${lines.slice(split).map(escapeHtml).join('<br>')}</p>`,
    ...pictures.slice(1),
  ];
  return `<!DOCTYPE html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/css/starship.css">
<script src="/js/jquery-3.3.1.min.js"></script>
<script src="/js/mail-detail.js"></script>
</head>
<body>
<div class="main-contents" id="mail-detail">
<html><head></head><body>
${body.join('\n')}
</body></html>
</div>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
