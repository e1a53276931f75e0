import type { BackupVolume } from '../../import/incoming.ts';
import type { ArchiveScope } from './manifest.ts';
import { partWords, type Words } from './part-words.ts';

/** `README.txt`: what this is and how to open it, in the three languages. */
export function readmeText(scope: ArchiveScope, volume: BackupVolume | undefined): string {
  const words = partWords(scope, volume);
  const part = (language: keyof Words) => words.map((each) => `${each[language]}\n`).join('');
  return [english(part('en')), korean(part('ko')), japanese(part('ja'))].join(`\n${'-'.repeat(72)}\n\n`);
}

const english = (part: string): string => `Mail Ark: your mails

This is a copy of private mails, saved for the person who received them. Please keep it private.
${part}
To read it
  1. Unpack the whole ZIP.
  2. Open index.html by double-click. No network and no installation is needed.
  Every mail is also a page of its own in the folder "mails", and every picture, video and
  voice message is a file in the folder "media".

To search it together with other backups
  Import the ZIP, as it is, in the viewer of the Mail Ark extension. Nothing is lost on the way.

If somebody else gave you this ZIP
  Opening index.html runs the script inside it. Importing the ZIP into Mail Ark runs nothing and
  is the safe way to read it.

What is inside
  data/manifest.json   every file with its size and SHA-256
  data/meta.js         senders, stars, what was withdrawn or changed
  data/mails-*.js      every mail with all its fields, as received
`;

const korean = (part: string): string => `Mail Ark: 나의 메일

받은 사람이 보관하려고 저장한 프라이빗 메일의 사본입니다. 다른 사람에게 공개하지 말아 주세요.
${part}
읽는 방법
  1. ZIP 파일 전체의 압축을 풉니다.
  2. index.html을 두 번 눌러 엽니다. 인터넷 연결도 설치도 필요 없습니다.
  "mails" 폴더에는 메일마다 페이지가 하나씩 있고, 사진과 동영상, 음성은 "media" 폴더에 파일로 있습니다.

다른 백업과 함께 검색하려면
  Mail Ark 확장 프로그램의 뷰어에서 ZIP 파일을 그대로 가져오세요. 잃어버리는 내용은 없습니다.

다른 사람에게서 받은 ZIP이라면
  index.html을 열면 그 안의 스크립트가 실행됩니다. Mail Ark로 가져오면 아무것도 실행되지 않으므로
  안전하게 읽을 수 있습니다.

들어 있는 것
  data/manifest.json   모든 파일의 크기와 SHA-256
  data/meta.js         보낸 사람, 별표, 회수되거나 바뀐 메일
  data/mails-*.js      받은 그대로의 모든 메일
`;

const japanese = (part: string): string => `Mail Ark: わたしのメール

受け取った本人のために保存された、プライベートメールの写しです。公開しないでください。
${part}
読むには
  1. ZIPファイルをすべて展開します。
  2. index.html をダブルクリックして開きます。ネットワークもインストールもいりません。
  「mails」フォルダーにはメールごとのページが、「media」フォルダーには写真・動画・音声のファイルがあります。

ほかのバックアップといっしょに検索するには
  Mail Ark 拡張機能のビューアーで、ZIPをそのまま読み込んでください。失われるものはありません。

ほかの人から受け取ったZIPの場合
  index.html を開くと、中のスクリプトが動きます。Mail Ark に読み込めば何も実行されないので、安全に読めます。

中身
  data/manifest.json   すべてのファイルの大きさと SHA-256
  data/meta.js         差出人、スター、取り消しや変更の記録
  data/mails-*.js      受け取ったままの、すべてのメール
`;
