import type { AssetState } from '../../../lib/mail/asset.ts';
import type { MailLibrary } from '../../../lib/mail/mail-library.ts';
import { compareNewestFirst, mailKeyText } from '../../../lib/mail/mail.ts';
import type { MailContent, MailRow } from '../../../lib/mail/mail.ts';
import { memoryMarks } from '../../support/memory-marks.ts';

/** A library in memory, and what a test may ask it. */
export interface PageLibrary extends MailLibrary {
  /** Blob addresses opened and not yet released. */
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
    const from = senders[index % senders.length] ?? { id: '0', name: 'Nobody' };
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

async function aPicture(): Promise<Blob> {
  const canvas = new OffscreenCanvas(60, 40);
  const brush = canvas.getContext('2d');
  brush?.fillRect(10, 10, 20, 20);
  return canvas.convertToBlob();
}
