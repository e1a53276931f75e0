import type { MailChoice } from '../../mail/mail-choice.ts';
import type { BackupVolume } from '../../import/incoming.ts';
import type { ArchiveScope } from './manifest.ts';

/** One thing said in the three languages of everything an archive says about itself. */
export interface Words {
  en: string;
  ko: string;
  ja: string;
}

/** What to know of an archive that does not hold everything: nothing for a whole one in one ZIP. */
export function partWords(scope: ArchiveScope, volume: BackupVolume | undefined): Words[] {
  const words: Words[] = [];
  if (volume) {
    const { number, count } = volume;
    words.push({
      en: `This is ZIP ${number} of ${count}. Each can be read alone; together they hold everything.`,
      ko: `전체 ${count}개 ZIP 가운데 ${number}번째입니다. 하나씩 따로 읽을 수 있고, 모두 모으면 전체가 됩니다.`,
      ja: `全${count}個のZIPのうち${number}番目です。1つずつ読むことができ、すべて揃うと全体になります。`,
    });
  }
  if (scope.kind === 'whole') return words;
  const chosen = [
    ...choiceWords(scope.choice),
    ...(scope.isWithoutFiles ? [withoutFiles] : []),
    ...(scope.isWithoutName ? [withoutName] : []),
  ];
  const join = (language: keyof Words, comma: string) => chosen.map((each) => each[language]).join(comma);
  words.push({
    en: `This archive holds a part of what was saved: ${join('en', '; ')}.`,
    ko: `저장된 메일 가운데 일부만 들어 있습니다: ${join('ko', ', ')}.`,
    ja: `保存されたメールの一部だけが入っています: ${join('ja', '、')}。`,
  });
  return words;
}

const withoutFiles: Words = {
  en: 'words without pictures and other files',
  ko: '사진과 파일을 뺀 글만',
  ja: '写真やファイルを除いた文章のみ',
};

const withoutName: Words = {
  en: 'the reader’s name was left out',
  ko: '받은 사람의 이름을 뺌',
  ja: '受け取った人の名前を除外',
};

const same = (text: string): Words => ({ en: text, ko: text, ja: text });

function choiceWords(choice: MailChoice): Words[] {
  const { mailboxes, senders, firstDay, lastDay, isStarred, tag, isNew } = choice;
  const words: Words[] = [];
  if (mailboxes)
    words.push(same(mailboxes.map(({ service, account }) => `${service}/${account}`).join(' + ')));
  if (senders) words.push(same(senders.map(({ name }) => name).join(' + ')));
  if (firstDay !== undefined || lastDay !== undefined)
    words.push(same(`${firstDay ?? ''} – ${lastDay ?? ''}`));
  if (isStarred) words.push({ en: 'mails with a star', ko: '별표한 메일', ja: 'スター付きのメール' });
  if (tag) words.push({ en: `tag “${tag.name}”`, ko: `태그 “${tag.name}”`, ja: `タグ「${tag.name}」` });
  if (isNew)
    words.push({
      en: 'what no earlier ZIP held',
      ko: '이전 ZIP에 없던 메일',
      ja: '以前のZIPになかったメール',
    });
  return words;
}
