import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { MediaItem } from '../../../lib/mail/media.ts';
import type { Translate } from '../../shared/translate.ts';
import { stateSentence } from './media-name.ts';
import type { OpenFile } from './use-open-file.ts';
import { useGestures } from './use-gestures.ts';
import { fitInto, panBy, wholePicture, zoomBy } from './zoom.ts';
import type { Point, Size, Zoom } from './zoom.ts';

/** The actions that keys and buttons outside the stage use. */
export interface StageControls {
  /** Enlarges by a factor around the middle. */
  zoom(factor: number): void;
  reset(): void;
  /** Moves an enlarged picture; returns false when it is not enlarged, or already at its edge. */
  pan(by: Point): boolean;
}

interface LightboxStageProps {
  item: MediaItem;
  opened: OpenFile;
  /** The alternative text. */
  name: string;
  controls: RefObject<StageControls | null>;
  onScale(scale: number): void;
  onSwipe(direction: -1 | 1): void;
  onSwipeDown(): void;
  t: Translate;
}

/** One file as large as the window allows. Another file needs a new instance. */
export function LightboxStage({ item, opened, name, t, ...rest }: LightboxStageProps) {
  const { file } = item;
  if (file.state !== 'saved') return <p class="stage-words">{t(stateSentence[file.state])}</p>;
  if (opened.state === 'unreadable') return <p class="stage-words">{t('viewerAssetUnreadable')}</p>;
  if (opened.state !== 'open') return <div class="stage-opening" />;
  const { url } = opened.file;
  if (file.ref.kind === 'video') {
    return <video class="stage-video" src={url} controls autoPlay playsInline aria-label={name} />;
  }
  if (file.ref.kind === 'audio') {
    return (
      <div class="stage-voice">
        <audio src={url} controls autoPlay aria-label={name} />
      </div>
    );
  }
  return <Picture url={url} name={name} t={t} {...rest} />;
}

interface PictureProps extends Omit<LightboxStageProps, 'item' | 'opened'> {
  url: string;
}

function Picture({ url, name, controls, onScale, onSwipe, onSwipeDown, t }: PictureProps) {
  const stage = useRef<HTMLDivElement>(null);
  const image = useRef<HTMLImageElement>(null);
  const [zoom, setZoom] = useState<Zoom>(wholePicture);
  const [isBroken, setBroken] = useState(false);

  const sizes = (): { fitted: Size; room: Size } => {
    const room = { width: stage.current?.clientWidth ?? 0, height: stage.current?.clientHeight ?? 0 };
    const { naturalWidth = 0, naturalHeight = 0 } = image.current ?? {};
    const fitted = fitInto({ width: Math.max(1, naturalWidth), height: Math.max(1, naturalHeight) }, room);
    return { fitted, room };
  };
  // Keys may come faster than renders: each change continues from the latest one, rendered or not.
  const current = useRef(zoom);
  const change = (next: Zoom): void => {
    if (next.scale !== current.current.scale) onScale(next.scale);
    current.current = next;
    setZoom(next);
  };
  const zoomAt = (factor: number, at: Point): void => {
    const { fitted, room } = sizes();
    change(zoomBy(current.current, factor, at, fitted, room));
  };
  const pan = (by: Point): boolean => {
    const { fitted, room } = sizes();
    const { x, y } = current.current;
    const moved = panBy(current.current, by, fitted, room);
    if (moved.x === x && moved.y === y) return false;
    change(moved);
    return true;
  };
  const reset = (): void => change(wholePicture);
  useGestures(stage, {
    isZoomed: zoom.scale > 1,
    onZoom: zoomAt,
    onPan: pan,
    onToggle: (at) => (current.current.scale > 1 ? reset() : zoomAt(2.5, at)),
    onSwipe,
    onSwipeDown,
  });
  useEffect(() => {
    controls.current = { zoom: (factor) => zoomAt(factor, { x: 0, y: 0 }), reset, pan };
  });
  useEffect(
    () => () => {
      controls.current = null;
    },
    [controls],
  );

  if (isBroken) return <p class="stage-words">{t('galleryUndecodable')}</p>;
  return (
    <div class="stage-picture" ref={stage} data-zoomed={zoom.scale > 1}>
      <img
        ref={image}
        src={url}
        alt={name}
        draggable={false}
        style={{ transform: `translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale})` }}
        onError={() => setBroken(true)}
      />
    </div>
  );
}
