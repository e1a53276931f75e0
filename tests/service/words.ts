import type { Language } from './senders.ts';
import { pick, pickIndex, type Random } from './random.ts';

/** The text of one made-up mail. `{nick}` is already replaced. */
export interface Words {
  subject: string;
  paragraphs: string[];
}

interface Phrases {
  subjects: readonly string[];
  greetings: readonly string[];
  sentences: readonly string[];
  farewells: readonly string[];
  birthdaySubject: string;
  food: readonly string[];
  place: readonly string[];
  weather: readonly string[];
}

const phrases: Record<Language, Phrases> = {
  ko: {
    subjects: [
      '오늘의 하늘 ☁️',
      '잘 자요 🌙',
      '{food} 먹었어요!',
      '보고 싶은 {nick}에게 💌',
      '{weather} 날에는',
      '연습 끝!! 💪',
      '비밀 이야기 🤫',
      '{place}에서 찍은 사진 📷',
      '좋은 아침이에요 ☀️',
      'ㅎㅎㅎ',
    ],
    greetings: [
      '안녕, {nick}~!',
      '{nick}! 뭐 하고 있어요?',
      '짜잔 ✨ 저 왔어요',
      '{nick}, 오늘 하루 어땠어요?',
    ],
    sentences: [
      '오늘은 {weather} 날이라서 {place}까지 걸어갔어요.',
      '점심에 {food} 먹었는데 너무너무 맛있었어요 😋',
      '새로운 노래를 듣다가 생각나서 메일 써요 🎧',
      '사진은 {place}에서 찍은 거예요. 예쁘죠?',
      '요즘 뜨개질을 시작했는데 목도리가 자꾸 짧아져요 😂',
      '창밖을 보니까 구름이 고양이 모양이에요 🐱',
      '다음에는 같이 {food} 먹으러 가고 싶다!',
      '감기 조심하고 따뜻하게 입어야 해요, 알겠죠?',
      '어제 꿈에서 {place}에 갔는데 {nick}도 있었어요 🌟',
      '연습이 조금 힘들었지만 재미있었어요.',
    ],
    farewells: ['그럼 또 메일 할게요 💜', '잘 자고 좋은 꿈 꿔요 🌙', '내일도 힘내요! 화이팅 💪', '안녕~ 👋'],
    birthdaySubject: '{nick}, 생일 축하해요 🎂',
    food: ['떡볶이', '딸기 케이크', '김치볶음밥', '붕어빵', '아이스크림', '냉면', '호떡'],
    place: ['바닷가', '한강', '옥상', '작은 서점', '벚꽃길', '놀이공원', '골목길'],
    weather: ['맑은', '비 오는', '눈 오는', '바람 부는', '포근한'],
  },
  ja: {
    subjects: [
      '今日の空 ☁️',
      'おやすみなさい 🌙',
      '{food}たべたよ!',
      '{nick}へ 💌',
      '{weather}日には',
      '練習おわり!! 💪',
      'ないしょの話 🤫',
      '{place}でとった写真 📷',
      'おはよう ☀️',
      'えへへ',
    ],
    greetings: [
      '{nick}、こんばんは〜',
      'やっほー! {nick}、なにしてる?',
      'じゃーん ✨',
      '{nick}、今日はどんな一日だった?',
    ],
    sentences: [
      '今日は{weather}日だったから、{place}まで歩いてみたよ。',
      'お昼に{food}を食べたらすごくおいしかった 😋',
      '新しい曲を聴いていたら思い出して、メールを書いてます 🎧',
      '写真は{place}で撮りました。きれいでしょ?',
      '編み物をはじめたけど、マフラーがどんどん短くなる 😂',
      '窓の外の雲がねこの形をしてるよ 🐱',
      '今度いっしょに{food}を食べに行きたいな!',
      '風邪をひかないように、あたたかくしてね。',
      'きのう夢で{place}に行ったら、{nick}もいたよ 🌟',
      '練習はちょっと大変だったけど楽しかった。',
    ],
    farewells: ['またメールするね 💜', 'いい夢みてね 🌙', '明日もがんばろう 💪', 'またね 👋'],
    birthdaySubject: '{nick}、お誕生日おめでとう 🎂',
    food: ['たい焼き', 'いちごのケーキ', 'おにぎり', 'ラーメン', 'アイス', '冷麺', 'みかん'],
    place: ['海辺', '川', '屋上', '小さな本屋さん', '桜並木', '遊園地', '路地'],
    weather: ['晴れた', '雨の', '雪の', '風の強い', 'あたたかい'],
  },
  en: {
    subjects: [
      'The sky today ☁️',
      'Good night 🌙',
      'I had {food}!',
      'For you, {nick} 💌',
      'On a {weather} day',
      'Practice is over!! 💪',
      'A little secret 🤫',
      'Pictures from {place} 📷',
      'Good morning ☀️',
      'hehe',
    ],
    greetings: [
      'Hi {nick}!',
      '{nick}, what are you doing?',
      'Ta-da ✨ it is me',
      '{nick}, how was your day?',
    ],
    sentences: [
      'It was such a {weather} day that I walked all the way to {place}.',
      'I had {food} for lunch and it was so good 😋',
      'I was listening to a new song and thought of writing to you 🎧',
      'I took the picture at {place}. Pretty, right?',
      'I started knitting, but the scarf keeps getting shorter 😂',
      'The cloud outside my window looks like a cat 🐱',
      'Next time I want to go for {food} together!',
      'Do not catch a cold, and dress warmly, okay?',
      'Last night I dreamed of {place}, and {nick} was there too 🌟',
      'Practice was a bit hard, but fun.',
    ],
    farewells: [
      'I will write again soon 💜',
      'Sleep well 🌙',
      'You can do it tomorrow too 💪',
      'Bye for now 👋',
    ],
    birthdaySubject: 'Happy birthday, {nick} 🎂',
    food: ['tacos', 'strawberry cake', 'fried rice', 'pancakes', 'ice cream', 'cold noodles', 'soup'],
    place: [
      'the beach',
      'the river',
      'the roof',
      'a tiny bookshop',
      'the cherry lane',
      'the funfair',
      'an alley',
    ],
    weather: ['clear', 'rainy', 'snowy', 'windy', 'mild'],
  },
};

function fill(random: Random, phrase: string, nick: string, bank: Phrases): string {
  return phrase
    .replaceAll('{food}', () => pick(random, bank.food))
    .replaceAll('{place}', () => pick(random, bank.place))
    .replaceAll('{weather}', () => pick(random, bank.weather))
    .replaceAll('{nick}', () => nick);
}

/** A member's mail to one fan; plain text, nothing escaped. */
export function mailWords(random: Random, language: Language, nick: string, isBirthday: boolean): Words {
  const bank = phrases[language];
  const subject = isBirthday ? bank.birthdaySubject : pick(random, bank.subjects);
  const count = 2 + pickIndex(random, 5);
  const lines = [pick(random, bank.greetings)];
  for (let at = 0; at < count; at++) lines.push(pick(random, bank.sentences));
  lines.push(pick(random, bank.farewells));
  return {
    subject: fill(random, subject, nick, bank),
    paragraphs: lines.map((line) => fill(random, line, nick, bank)),
  };
}

/** A notice of the operations team. */
export function noticeWords(number: number, nick: string): Words {
  return {
    subject: `[공지] 서비스 점검 안내 ${number}`,
    paragraphs: [
      `${nick} 님, 안녕하세요. 운영팀입니다.`,
      '아래와 같이 점검이 진행됩니다. 점검 중에는 메일을 받을 수 없습니다.',
      '점검 시간: 오전 2시 – 오전 5시',
      '이용에 불편을 드려 죄송합니다.',
    ],
  };
}
