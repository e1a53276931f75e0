import type { AssetRef } from '../../../lib/mail/asset.ts';
import type { MailContent, MailRow } from '../../../lib/mail/mail.ts';
import { asBitmapFile } from './bitmap-file.ts';
import { aPageLibrary, type PageLibrary } from './library.ts';
import {
  pictureSides,
  portraitColour,
  sideColour,
  type Colour,
  type PictureSide,
} from './picture-colours.ts';

/** A mail with drawn pictures. */
export interface PictureMail {
  /** Names pictures as `https://img.letters.test/1-600x800.png`: a number, the width and the height. */
  html: string;
  /** Unless given, there is no sender's portrait to see. */
  hasPortrait?: boolean;
  subject?: string;
}

const key = { service: 'letters', account: 'a1b2', id: 'm1' };

/** A library of one mail whose pictures have the sizes their names say. They open when `opening` is done. */
export function aPictureLibrary(mail: PictureMail, opening: Promise<void>): PageLibrary {
  const base = aPageLibrary(0);
  const names = [...new Set(mail.html.match(/img\.letters\.test\/\d+-\d+x\d+\.png/g))];
  const assets = names.map((name) => assetOf(name, 'body'));
  if (mail.hasPortrait === true) assets.push(assetOf('img.letters.test/portrait.png', 'portrait'));
  const row: MailRow = {
    ...key,
    kind: 'mail',
    from: { id: '1', name: '하늘' },
    subject: mail.subject ?? 'Pictures',
    preview: '',
    receivedAt: '2021-04-28T12:00:00Z',
    pictureCount: names.length,
    isStarred: false,
    isUnread: false,
    isWithdrawn: false,
  };
  const content: MailContent = { ...key, htmlBody: mail.html, text: '', raw: '{}', assets };
  return {
    ...base,
    rows: [row],
    listMails: () => Promise.resolve([row]),
    findMail: () => Promise.resolve(content),
    listAssets: () => Promise.resolve(assets.map((ref) => ({ ref, state: 'saved' }))),
    async openAsset(_, name) {
      if (!name.includes('portrait')) await opening;
      const file = draw(name);
      const url = URL.createObjectURL(file);
      base.openFiles.add(url);
      const release = (): void => {
        base.openFiles.delete(url);
        URL.revokeObjectURL(url);
      };
      return { url, contentType: file.type, sizeBytes: file.size, release };
    },
  };
}

function assetOf(name: string, role: AssetRef['role']): AssetRef {
  return { key: name, url: `https://${name}`, kind: 'image', role, mailId: key.id };
}

function draw(name: string): Blob {
  const [, number, width = 200, height = 200] = (/(\d+)-(\d+)x(\d+)/.exec(name) ?? []).map(Number);
  const canvas = new OffscreenCanvas(width, height);
  const brush = canvas.getContext('2d');
  if (!brush) throw new Error('There is no canvas.');
  const fill = (colour: Colour, x: number, y: number, wide: number, high: number): void => {
    brush.fillStyle = `rgb(${colour.join(' ')})`;
    brush.fillRect(x, y, wide, high);
  };
  if (number === undefined) fill(portraitColour, 0, 0, width, height);
  else {
    fill([205, 215, 230], 0, 0, width, height);
    const edge = Math.round(Math.min(width, height) * 0.12);
    const places: Record<PictureSide, [number, number, number, number]> = {
      left: [0, 0, edge, height],
      right: [width - edge, 0, edge, height],
      top: [0, 0, width, edge],
      bottom: [0, height - edge, width, edge],
    };
    for (const side of pictureSides) fill(sideColour(number, side), ...places[side]);
  }
  return asBitmapFile(brush.getImageData(0, 0, width, height));
}
