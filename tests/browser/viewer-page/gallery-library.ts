import { blobFile } from '../../../lib/zip/stored-file.ts';
import type { AssetKind, AssetState } from '../../../lib/mail/asset.ts';
import type { MailRow } from '../../../lib/mail/mail.ts';
import { mailKeyText } from '../../../lib/mail/mail.ts';
import type { MediaFile } from '../../../lib/mail/media.ts';
import type { ThumbnailRecord } from '../../../lib/browser/mail-store/records/thumbnails.ts';
import { withThumbnails } from '../../../lib/browser/pictures/thumbnail-library.ts';
import { createThumbnailMaker } from '../../../lib/browser/pictures/thumbnail-maker.ts';
import { asBitmapFile } from './bitmap-file.ts';
import { aPageLibrary } from './library.ts';
import type { PageLibrary } from './library.ts';

const senders = [
  { id: '1', name: '하늘' },
  { id: '2', name: 'そら' },
  { id: '3', name: 'Sky' },
  { id: '4', name: '별이 빛나는 밤에 쓰는 아주 긴 이름' },
];
const subjects = ['오늘의 하늘 ☁️', '今日の空', 'A walk after the rain', ''];
const picturesOfMail = 3;
/** Mails are about this many hours apart, so that 16,000 pictures span six years. */
const hoursApart = 10;
const newest = Date.UTC(2021, 3, 28, 12);
/** The number of mails since a silence of three weeks. */
const mailsSinceSilence = 300;

/** In hours before the newest: some days have more mails than others, evenings more than mornings. */
function ageOf(mail: number): number {
  const silence = mail >= mailsSinceSilence ? 21 * 24 : 0;
  return silence + mail * hoursApart + ((mail * mail) % 7) + (mail % 3 === 0 ? 2 : 0);
}

/**
 * A library with this many files, with thumbnails made as in the extension: pictures of many shapes, a video in every
 * 40th place, an audio file in every 25th, and some that are gone, damaged or not yet fetched.
 */
export function aGalleryLibrary(count: number): PageLibrary {
  const rows: MailRow[] = [];
  const files: MediaFile[] = [];
  const ofMail = new Map<string, MediaFile[]>();
  for (let mail = 0; files.length < count; mail++) {
    const key = { service: mail % 9 === 4 ? 'talks' : 'letters', account: 'a1b2', id: `m${100_000 - mail}` };
    const row: MailRow = {
      ...key,
      kind: 'mail',
      from: senders[((mail * 7) % 11) % senders.length] ?? { id: '0', name: 'Unknown' },
      subject: subjects[mail % subjects.length] ?? '',
      preview: '',
      receivedAt: new Date(newest - ageOf(mail) * 3_600_000).toISOString(),
      pictureCount: picturesOfMail,
      isStarred: false,
      isUnread: false,
      isWithdrawn: false,
    };
    rows.push(row);
    const own: MediaFile[] = [];
    for (let at = 0; at < picturesOfMail && files.length < count; at++) {
      const number = files.length;
      const kind = kindOf(number);
      const { service, account } = key;
      const name = `img.letters.test/${key.id}/${number}.${kind === 'image' ? 'jpg' : kind}`;
      const ref = { key: name, url: `https://${name}`, kind, role: 'body', mailId: key.id } as const;
      const file: MediaFile = { service, account, ref, state: stateOf(number), sizeBytes: 1, crc32: 0 };
      files.push(file);
      own.push(file);
    }
    ofMail.set(mailKeyText(row), own);
  }
  const kindByKey = new Map(files.map(({ ref }): [string, AssetKind] => [ref.key, ref.kind]));
  const openFile = (assetKey: string): Promise<Blob> => fileOf(assetKey, kindByKey.get(assetKey) ?? 'image');
  const base = aPageLibrary(0);
  const records = new Map<string, ThumbnailRecord>();
  const library: PageLibrary = {
    ...base,
    rows,
    listMails: () => Promise.resolve(rows),
    listMedia: () => Promise.resolve(files),
    serviceNames: () => Promise.resolve({ letters: 'Letters', talks: 'Talks' }),
    findMail: (key) =>
      Promise.resolve({
        ...key,
        text: subjects[0] ?? '',
        raw: '{}',
        assets: (ofMail.get(mailKeyText(key)) ?? []).map(({ ref }) => ref),
      }),
    listAssets: (key) => Promise.resolve(ofMail.get(mailKeyText(key)) ?? []),
    async openAsset(_, assetKey) {
      const file = await openFile(assetKey);
      const url = URL.createObjectURL(file);
      base.openFiles.add(url);
      const release = (): void => {
        base.openFiles.delete(url);
        URL.revokeObjectURL(url);
      };
      return { url, contentType: file.type, sizeBytes: file.size, release };
    },
  };
  const withPictures = withThumbnails(library, {
    store: {
      read: (keys) => Promise.resolve(keys.map(({ key }) => records.get(key))),
      put(made) {
        for (const each of made) records.set(each.key, each);
        return Promise.resolve();
      },
    },
    make: createThumbnailMaker(),
    openFile: async (_, assetKey) => blobFile(await openFile(assetKey)),
  });
  return { ...library, ...withPictures };
}

function kindOf(number: number): AssetKind {
  if (number % 40 === 7) return 'video';
  return number % 25 === 11 ? 'audio' : 'image';
}

function stateOf(number: number): AssetState {
  if (number % 31 === 5) return 'gone';
  if (number % 37 === 9) return 'damaged';
  return number % 41 === 13 ? 'wanted' : 'saved';
}

const made = new Map<string, Promise<Blob>>();

/** One of a few files, created on first use; some of their bytes are not a picture. */
function fileOf(assetKey: string, kind: AssetKind): Promise<Blob> {
  const number = Number(/(\d+)\.\w+$/.exec(assetKey)?.[1] ?? 0);
  const name = kind === 'image' ? `${number % 24}` : kind;
  const known = made.get(name);
  if (known) return known;
  const file =
    kind === 'video' ? aVideo() : Promise.resolve(kind === 'audio' ? anAudioFile() : aPicture(number % 24));
  made.set(name, file);
  return file;
}

/** One of four shapes and many colours; the last of every 24 cannot be decoded. */
function aPicture(number: number): Blob {
  if (number === 23) return new Blob(['no picture'], { type: 'image/jpeg' });
  const [width, height] = [
    [800, 600],
    [600, 800],
    [720, 720],
    [1080, 480],
  ][number % 4] as [number, number];
  const canvas = new OffscreenCanvas(width, height);
  const brush = canvas.getContext('2d');
  if (!brush) throw new Error('There is no canvas.');
  const sky = brush.createLinearGradient(0, 0, 0, height);
  sky.addColorStop(0, `hsl(${number * 47} 55% 62%)`);
  sky.addColorStop(1, `hsl(${number * 47 + 50} 65% 84%)`);
  brush.fillStyle = sky;
  brush.fillRect(0, 0, width, height);
  brush.fillStyle = 'hsl(45 90% 92%)';
  brush.beginPath();
  brush.arc(width * (0.2 + (number % 5) * 0.15), height * 0.3, height * 0.1, 0, 7);
  brush.fill();
  for (let hill = 0; hill < 3; hill++) {
    brush.fillStyle = `hsl(${number * 47 + 90 + hill * 20} 30% ${58 - hill * 14}%)`;
    brush.beginPath();
    brush.ellipse(
      width * (0.2 + hill * 0.35),
      height * (1.05 + hill * 0.05),
      width * 0.5,
      height * 0.42,
      0,
      0,
      7,
    );
    brush.fill();
  }
  return asBitmapFile(brush.getImageData(0, 0, width, height));
}

/** A short video of moving colours. */
async function aVideo(): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = 320;
  canvas.height = 240;
  const brush = canvas.getContext('2d');
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm' });
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const ended = new Promise((resolve) => recorder.addEventListener('stop', resolve));
  recorder.start();
  for (let frame = 0; frame < 20; frame++) {
    if (brush) {
      brush.fillStyle = `hsl(${frame * 12 + 180} 60% 60%)`;
      brush.fillRect(0, 0, 320, 240);
      brush.fillStyle = 'white';
      brush.fillRect(frame * 12, 90, 60, 60);
    }
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  recorder.stop();
  await ended;
  return new Blob(parts, { type: 'video/webm' });
}

/** Two seconds of a quiet tone, as WAV. */
function anAudioFile(): Blob {
  const rate = 8_000;
  const length = rate * 2;
  const view = new DataView(new ArrayBuffer(44 + length));
  const word = (at: number, text: string) =>
    [...text].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  word(0, 'RIFF');
  view.setUint32(4, 36 + length, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  word(36, 'data');
  view.setUint32(40, length, true);
  for (let at = 0; at < length; at++) view.setUint8(44 + at, 128 + 20 * Math.sin(at / 5));
  return new Blob([view.buffer], { type: 'audio/wav' });
}
