import type { AssetState } from '../../../lib/mail/asset.ts';
import type { EarlierVersion, MailLibrary } from '../../../lib/mail/mail-library.ts';
import { compareNewestFirst, mailKeyText } from '../../../lib/mail/mail.ts';
import type { MailContent, MailRow } from '../../../lib/mail/mail.ts';
import { memoryMarks } from '../../support/memory-marks.ts';

/** A library in memory with additional members for tests. */
export interface PageLibrary extends MailLibrary {
  /** Blob addresses that are open and not yet released. */
  openFiles: Set<string>;
  change(): void;
  rows: MailRow[];
}

const senders = [
  { id: '1', name: '하늘' },
  { id: '2', name: 'そら' },
  { id: '3', name: 'Sky' },
];
const texts = [
  '오늘은 하루 종일 비가 왔어요. 우산 꼭 챙기세요!',
  '今日は朝から雨でした。傘を忘れないでね。',
  'It rained all day long. Please take an umbrella.',
];

/** A mail with three pictures: one saved, one gone, one not yet fetched. */
const pictureStates: AssetState[] = ['saved', 'gone', 'wanted'];

/** Made-up mails, an hour apart, of three senders; every fourth has pictures, every fifth is plain text. */
export function aPageLibrary(count: number, onlyBody?: string): PageLibrary {
  const rows: MailRow[] = [];
  const contents = new Map<string, MailContent>();
  for (let index = 0; index < count; index++) {
    const from = senders[index % senders.length] ?? { id: '0', name: 'Unknown' };
    const text = texts[index % texts.length] ?? '';
    const id = `m${10_000 - index}`;
    const key = { service: 'letters', account: 'a1b2', id };
    const hasPictures = index % 4 === 0;
    const assets = hasPictures
      ? pictureStates.map((_, at) => ({
          key: `img.letters.test/${id}/${at}.png`,
          url: `https://img.letters.test/${id}/${at}.png`,
          kind: 'image' as const,
          role: 'body' as const,
          mailId: id,
        }))
      : [];
    const html = `<p>${text}</p>${assets.map(({ url }) => `<img src="${url}">`).join('')}`;
    rows.push({
      ...key,
      kind: 'mail',
      from,
      subject: `Letter ${index + 1}`,
      preview: text,
      receivedAt: new Date(Date.UTC(2021, 3, 28, 12) - index * 3_600_000).toISOString(),
      pictureCount: assets.length,
      isStarred: index % 7 === 0,
      isUnread: index < 2,
      isWithdrawn: index === 1,
      ...(index === 45 && { isCanceled: true }),
    });
    contents.set(mailKeyText(key), {
      ...key,
      ...(onlyBody === undefined ? (index % 5 === 1 ? {} : { htmlBody: html }) : { htmlBody: onlyBody }),
      text,
      raw: '{}',
      assets,
    });
  }
  const listeners = new Set<() => void>();
  const edited = rows[editedMail];
  const versions = new Map<string, EarlierVersion[]>();
  if (edited) versions.set(mailKeyText(edited), earlierVersions(edited, contents.get(mailKeyText(edited))));
  const openFiles = new Set<string>();
  return {
    rows,
    openFiles,
    change: () => listeners.forEach((listener) => listener()),
    listMails: () => Promise.resolve([...rows].sort(compareNewestFirst)),
    listTexts: () => Promise.resolve([...contents].map(([key, { text }]) => [key, text])),
    findMail: (key) => Promise.resolve(contents.get(mailKeyText(key))),
    listAssets: (key) =>
      Promise.resolve(
        (contents.get(mailKeyText(key))?.assets ?? []).map((ref, at) => ({
          ref,
          state: pictureStates[at] ?? 'wanted',
        })),
      ),
    listMedia: () =>
      Promise.resolve(
        [...contents.values()].flatMap(({ service, account, assets }) =>
          assets.map((ref, at) => ({ service, account, ref, state: pictureStates[at] ?? 'wanted' })),
        ),
      ),
    async openAsset() {
      const file = await aPicture();
      const url = URL.createObjectURL(file);
      openFiles.add(url);
      const release = (): void => {
        openFiles.delete(url);
        URL.revokeObjectURL(url);
      };
      return { url, contentType: file.type, sizeBytes: file.size, release };
    },
    listVersions: (key) => Promise.resolve(versions.get(mailKeyText(key)) ?? []),
    serviceNames: () => Promise.resolve({ letters: 'Letters' }),
    usage: () =>
      Promise.resolve([
        { service: 'letters', account: 'a1b2', mails: count, assets: 12, sizeBytes: 48_300_000 },
      ]),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    marks: memoryMarks(),
    deleteMails() {
      rows.length = 0;
      listeners.forEach((listener) => listener());
      return Promise.resolve();
    },
  };
}

/** The mail that changed twice: first its text and subject, then its pictures. */
const editedMail = 28;

function earlierVersions(row: MailRow, content: MailContent | undefined): EarlierVersion[] {
  if (!content) return [];
  const old = {
    key: `img.letters.test/${row.id}/old.png`,
    url: `https://img.letters.test/${row.id}/old.png`,
    kind: 'image' as const,
    role: 'body' as const,
    mailId: row.id,
  };
  const assets = [old, ...content.assets.slice(1)];
  const text = '今日は朝から雪でした。長靴と傘を忘れないでね。';
  const statuses = assets.map((ref, at) => ({ ref, state: pictureStates[at] ?? 'saved' }));
  const pictures = assets.map(({ url }) => `<img src="${url}">`).join('');
  return [
    {
      replacedAt: '2021-04-28T09:30:00Z',
      row: { ...row, subject: 'Snow letter 29' },
      content: { ...content, text, htmlBody: `<p style="color: teal">${text}</p>${pictures}`, assets },
      assets: statuses,
    },
    {
      replacedAt: '2021-05-02T21:15:00Z',
      row,
      content: { ...content, htmlBody: `<p>${content.text}</p>${pictures}`, assets },
      assets: statuses,
    },
  ];
}

async function aPicture(): Promise<Blob> {
  const canvas = new OffscreenCanvas(60, 40);
  const brush = canvas.getContext('2d');
  brush?.fillRect(10, 10, 20, 20);
  return canvas.convertToBlob();
}
