/** The languages in which the service names its senders. */
export type Language = 'ko' | 'ja' | 'en';

/** A made-up sender. The names are Korean and Japanese words for things of nature and home. */
export interface DemoSender {
  id: number;
  names: Record<Language, string>;
  writes: Language;
  /** Month and day, `MMDD`. */
  birthday: string;
}

/** The twelve senders, numbered from 1 as in the service. */
export const senders: readonly DemoSender[] = [
  { id: 1, names: { ko: '별하', ja: 'ピョルハ', en: 'BYEOLHA' }, writes: 'ko', birthday: '0117' },
  { id: 2, names: { ko: '츠키노', ja: '月野', en: 'TSUKINO' }, writes: 'ja', birthday: '0209' },
  { id: 3, names: { ko: '도담', ja: 'トダム', en: 'DODAM' }, writes: 'ko', birthday: '0322' },
  { id: 4, names: { ko: '가온', ja: 'カオン', en: 'GAON' }, writes: 'ko', birthday: '0414' },
  { id: 5, names: { ko: '나래', ja: 'ナレ', en: 'NARAE' }, writes: 'ko', birthday: '0506' },
  { id: 6, names: { ko: '히나게시', ja: '雛芥子', en: 'HINAGESHI' }, writes: 'ja', birthday: '0613' },
  { id: 7, names: { ko: '라온', ja: 'ラオン', en: 'RAON' }, writes: 'ko', birthday: '0725' },
  { id: 8, names: { ko: '하늬', ja: 'ハヌィ', en: 'HANUI' }, writes: 'ko', birthday: '0818' },
  { id: 9, names: { ko: '코토하', ja: '言葉', en: 'KOTOHA' }, writes: 'ja', birthday: '0903' },
  { id: 10, names: { ko: '소담', ja: 'ソダム', en: 'SODAM' }, writes: 'ko', birthday: '1011' },
  { id: 11, names: { ko: '미르', ja: 'ミル', en: 'MIREU' }, writes: 'en', birthday: '1127' },
  { id: 12, names: { ko: '아라', ja: 'アラ', en: 'ARA' }, writes: 'ko', birthday: '1205' },
];

/** The sender of the notices; 27 is the number seen in its picture addresses. */
export const operationsTeam: DemoSender = {
  id: 27,
  names: { ko: '운영팀', ja: '運営チーム', en: 'Operations team' },
  writes: 'ko',
  birthday: '',
};

/**
 * The language of an `Application-Language` header, a word or a list with q-values; Korean when it is none of these.
 */
export function languageOf(header: string | undefined): Language {
  const wanted = /\b(ko|ja|en)\b/.exec(header ?? '')?.[1];
  return wanted === 'ja' || wanted === 'en' ? wanted : 'ko';
}
