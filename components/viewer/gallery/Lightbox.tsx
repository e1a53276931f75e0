import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { MediaItem } from '../../../lib/mail/media.ts';
import { mediaKeyText } from '../../../lib/mail/media.ts';
import type { NamedLibrary } from '../../../lib/mail/named-library.ts';
import { Button } from '../../shared/Button.tsx';
import type { Formats } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { findTextLanguage } from '../../shared/text-language.ts';
import type { Translate } from '../../shared/translate.ts';
import { routeHref } from '../route.ts';
import { MailTime } from '../shared/MailTime.tsx';
import { LightboxStage } from './LightboxStage.tsx';
import type { StageControls } from './LightboxStage.tsx';
import { mediaName } from './media-name.ts';
import { saveName } from './save-name.ts';
import { useOpenFile } from './use-open-file.ts';
import { useSlideshow } from './use-slideshow.ts';

interface LightboxProps {
  library: NamedLibrary;
  items: readonly MediaItem[];
  index: number;
  onStep(index: number): void;
  onClose(): void;
  t: Translate;
  formats: Formats;
}

/** The distance a key moves an enlarged picture, in CSS pixels. */
const panStep = 80;
const zoomStep = 1.5;

/** One file over the whole window, modal: next and previous, zoom, slideshow, its mail, and saving it. */
export function Lightbox({ library, items, index, onStep, onClose, t, formats }: LightboxProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const controls = useRef<StageControls>(null);
  const [scale, setScale] = useState(1);
  const item = items[index];
  const opened = useOpenFile(library, item?.file);
  // The next and previous files are opened ahead, so that their pictures appear at once.
  const ahead = useOpenFile(library, pictureAt(items, index + 1));
  const behind = useOpenFile(library, pictureAt(items, index - 1));
  const slideshow = useSlideshow(items, index, onStep);
  const percent = useMemo(() => new Intl.NumberFormat(t.language, { style: 'percent' }), [t.language]);
  const key = item && mediaKeyText(item.file);

  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  useEffect(() => setScale(1), [key]);
  if (!item) return null;

  const step = (by: -1 | 1): void => {
    if (items[index + by]) onStep(index + by);
  };
  const isMirrored = (): boolean =>
    dialog.current !== null && getComputedStyle(dialog.current).direction === 'rtl';
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // The players of videos and audio have keys of their own.
    if (event.target instanceof HTMLMediaElement && event.key !== 'PageDown' && event.key !== 'PageUp')
      return;
    const forward = isMirrored() ? 'ArrowLeft' : 'ArrowRight';
    const act = ((): (() => void) | undefined => {
      switch (event.key) {
        case 'ArrowLeft':
        case 'ArrowRight': {
          const x = event.key === 'ArrowLeft' ? panStep : -panStep;
          return () => {
            if (!controls.current?.pan({ x, y: 0 })) step(event.key === forward ? 1 : -1);
          };
        }
        case 'ArrowUp':
          return () => controls.current?.pan({ x: 0, y: panStep });
        case 'ArrowDown':
          return () => controls.current?.pan({ x: 0, y: -panStep });
        case 'PageDown':
          return () => step(1);
        case 'PageUp':
          return () => step(-1);
        case 'Home':
          return () => onStep(0);
        case 'End':
          return () => onStep(items.length - 1);
        case '+':
        case '=':
          return () => controls.current?.zoom(zoomStep);
        case '-':
        case '_':
          return () => controls.current?.zoom(1 / zoomStep);
        case '0':
          return () => controls.current?.reset();
        case ' ':
          // On a button, the space bar presses it.
          return (event.target as Element).matches('button, a') ? undefined : slideshow.toggle;
        default:
          return undefined;
      }
    })();
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  const { row } = item;
  const name = mediaName(item, t, formats);
  const isPicture = item.file.ref.kind === 'image' && opened.state === 'open';
  return (
    <dialog
      class="lightbox"
      ref={dialog}
      aria-label={t('galleryLightbox')}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={onKeyDown}
    >
      <div class="lightbox-bar">
        <p class="lightbox-place">
          <span aria-hidden="true">
            {formats.number(index + 1)} / {formats.number(items.length)}
          </span>
          <span class="visually-hidden" role={slideshow.isOn ? undefined : 'status'}>
            {`${t('galleryPlace', { number: index + 1, count: items.length })}. ${name}`}
          </span>
        </p>
        {isPicture && (
          <div class="lightbox-zoom">
            <IconButton
              icon="minus"
              label={t('galleryZoomOut')}
              disabled={scale <= 1}
              onClick={() => controls.current?.zoom(1 / zoomStep)}
            />
            <Button kind="quiet" class="button lightbox-scale" onClick={() => controls.current?.reset()}>
              {percent.format(scale)}
              <span class="visually-hidden">{t('galleryZoomReset')}</span>
            </Button>
            <IconButton
              icon="plus"
              label={t('galleryZoomIn')}
              onClick={() => controls.current?.zoom(zoomStep)}
            />
          </div>
        )}
        {slideshow.isPossible && (
          <IconButton
            icon={slideshow.isOn ? 'pause' : 'play'}
            label={t(slideshow.isOn ? 'gallerySlideshowStop' : 'gallerySlideshow')}
            onClick={slideshow.toggle}
          />
        )}
        {opened.state === 'open' && (
          <a
            class="button"
            data-kind="quiet"
            data-shape="icon"
            href={opened.file.url}
            download={saveName(item)}
            // A page opened from a file may not be allowed to save: there the picture opens in another tab.
            target="_blank"
            rel="noopener"
            aria-label={t('gallerySave')}
            title={t('gallerySave')}
          >
            <Icon name="export" />
          </a>
        )}
        <IconButton icon="close" label={t('sharedClose')} onClick={onClose} />
      </div>
      <div class="lightbox-middle">
        <IconButton
          icon="back"
          label={t('galleryPrevious')}
          disabled={index === 0}
          onClick={() => step(-1)}
        />
        <div class="lightbox-stage">
          <LightboxStage
            key={key}
            item={item}
            opened={opened}
            name={name}
            controls={controls}
            onScale={setScale}
            onSwipe={(direction) => step(isMirrored() ? (direction === 1 ? -1 : 1) : direction)}
            onSwipeDown={onClose}
            t={t}
          />
        </div>
        <IconButton
          icon="forward"
          label={t('galleryNext')}
          disabled={index === items.length - 1}
          onClick={() => step(1)}
        />
      </div>
      <div class="lightbox-caption">
        <div class="lightbox-words">
          <p>
            <strong lang={findTextLanguage(row.from.name)}>
              <bdi>{row.from.name}</bdi>
            </strong>{' '}
            <MailTime row={row} t={t} formats={formats} />
          </p>
          <p class="lightbox-subject" lang={findTextLanguage(row.subject)} dir="auto">
            {row.subject || t('viewerNoSubject')}
          </p>
        </div>
        <a class="button" data-kind="quiet" href={routeHref({ page: 'mails', mail: row })}>
          <Icon name="mail" />
          {t('galleryOpenMail')}
        </a>
      </div>
      <div hidden>
        {[ahead, behind].map(
          (neighbour, at) => neighbour.state === 'open' && <img key={at} src={neighbour.file.url} alt="" />,
        )}
      </div>
    </dialog>
  );
}

interface IconButtonProps {
  icon: Parameters<typeof Icon>[0]['name'];
  label: string;
  disabled?: boolean;
  onClick(): void;
}

function IconButton({ icon, label, disabled = false, onClick }: IconButtonProps) {
  return (
    <Button
      kind="quiet"
      shape="icon"
      aria-label={label}
      title={label}
      // `disabled` would take the keyboard focus from the button.
      aria-disabled={disabled}
      onClick={() => !disabled && onClick()}
    >
      <Icon name={icon} />
    </Button>
  );
}

function pictureAt(items: readonly MediaItem[], index: number) {
  const file = items[index]?.file;
  return file?.ref.kind === 'image' ? file : undefined;
}
