import { mailKeyText } from '../../../lib/mail/mail.ts';
import type { MediaItem } from '../../../lib/mail/media.ts';
import type { Formats } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { findTextLanguage } from '../../shared/text-language.ts';
import type { Translate } from '../../shared/translate.ts';
import { mediaName, stateName } from './media-name.ts';
import type { ThumbnailShelf } from './thumbnail-shelf.ts';
import { useThumbnail } from './use-thumbnail.ts';

interface MediaTileProps {
  item: MediaItem;
  index: number;
  shelf: ThumbnailShelf;
  isTabStop: boolean;
  /** Whether the file is selected; undefined while a press opens files instead. */
  isChosen: boolean | undefined;
  t: Translate;
  formats: Formats;
}

/** One square of the wall: a picture, a video or an audio file, or the reason why it is missing. */
export function MediaTile({ item, index, shelf, isTabStop, isChosen, t, formats }: MediaTileProps) {
  const { file, row } = item;
  const { kind } = file.ref;
  const thumbnail = useThumbnail(shelf, file);
  const picture = thumbnail.state === 'open' ? thumbnail.url : undefined;
  return (
    <button
      type="button"
      class="tile"
      data-at={index}
      data-mail={mailKeyText(row)}
      data-kind={kind}
      data-state={file.state}
      tabIndex={isTabStop ? 0 : -1}
      aria-label={mediaName(item, t, formats)}
      {...(isChosen === undefined
        ? {}
        : { role: 'checkbox', 'aria-checked': isChosen, 'aria-disabled': file.state !== 'saved' })}
      title={`${row.from.name}\n${formats.moment(row.receivedAt)}`}
    >
      {picture !== undefined && <img src={picture} alt="" draggable={false} decoding="async" />}
      {picture === undefined && thumbnail.state === 'none' && (
        <span class="tile-words" aria-hidden="true">
          <Icon name={file.state === 'saved' ? iconOf[kind] : 'warning'} />
          {kind === 'audio' && (
            <bdi class="tile-sender" lang={findTextLanguage(row.from.name)}>
              {row.from.name}
            </bdi>
          )}
          {file.state !== 'saved' && <span>{t(stateName[file.state])}</span>}
        </span>
      )}
      {isChosen !== undefined && file.state === 'saved' && (
        <span class="tile-check" data-checked={isChosen}>
          {isChosen && <Icon name="check" />}
        </span>
      )}
      {picture !== undefined && kind === 'video' && (
        <span class="tile-badge">
          <Icon name="play" />
        </span>
      )}
    </button>
  );
}

const iconOf = { image: 'picture', video: 'play', audio: 'voice' } as const;
