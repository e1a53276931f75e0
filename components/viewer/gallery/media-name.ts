import type { MediaItem } from '../../../lib/mail/media.ts';
import type { Formats } from '../../shared/format.ts';
import type { Translate } from '../../shared/translate.ts';

/** The name of a gallery file, `Picture from Sky, May 5, 2021 at 9:03 PM, A walk`, and why it is missing, if it is. */
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

/** Why a file is missing, in a word or two. */
export const stateName = {
  wanted: 'galleryWanted',
  gone: 'galleryGone',
  damaged: 'galleryDamaged',
} as const;

/** The same as a sentence. */
export const stateSentence = {
  wanted: 'viewerAssetWanted',
  gone: 'viewerAssetGone',
  damaged: 'viewerAssetDamaged',
} as const;
