import type { MediaItem } from '../../../lib/mail/media.ts';
import type { Formats } from '../../shared/format.ts';
import type { Translate } from '../../shared/translate.ts';

/** What a file of the gallery is called: `Picture from Sky, May 5, 2021 at 9:03 PM, A walk`, and what is wrong with it. */
export function mediaName({ file, row }: MediaItem, t: Translate, formats: Formats): string {
  const name = t(kindName[file.ref.kind], {
    name: row.from.name,
    date: formats.moment(row.receivedAt),
    subject: row.subject || t('viewerNoSubject'),
  });
  return file.state === 'saved' ? name : `${name}. ${t(stateName[file.state])}`;
}

const kindName = {
  image: 'galleryPictureName',
  video: 'galleryVideoName',
  audio: 'galleryVoiceName',
} as const;

/** Why a file is not there, in a word. */
export const stateName = {
  wanted: 'galleryWanted',
  gone: 'galleryGone',
  damaged: 'galleryDamaged',
} as const;

/** The same in a sentence. */
export const stateSentence = {
  wanted: 'viewerAssetWanted',
  gone: 'viewerAssetGone',
  damaged: 'viewerAssetDamaged',
} as const;
