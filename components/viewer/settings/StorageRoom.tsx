import { useEffect, useState } from 'preact/hooks';
import type { Formats } from '../../shared/format.ts';
import type { Translate } from '../../shared/translate.ts';
import type { Room } from '../viewer-props.ts';

interface StorageRoomProps {
  readRoom(): Promise<Room>;
  version: number;
  t: Translate;
  formats: Formats;
}

/** The free space on the device, and whether the browser may delete stored mails. */
export function StorageRoom({ readRoom, version, t, formats }: StorageRoomProps) {
  const [room, setRoom] = useState<Room>();
  useEffect(() => {
    let isCurrent = true;
    void readRoom().then(
      (read) => isCurrent && setRoom(read),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [readRoom, version]);
  if (!room) return null;
  return (
    <p class="quiet">
      {room.freeBytes !== undefined && `${t('viewerRoomFree', { size: formats.bytes(room.freeBytes) })} `}
      {t(room.isKept ? 'viewerRoomKept' : 'viewerRoomNotKept')}
    </p>
  );
}
