import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { countKinds } from '../../../lib/mail/media.ts';
import type { MediaItem } from '../../../lib/mail/media.ts';
import { Button } from '../../shared/Button.tsx';
import { EmptyState } from '../../shared/EmptyState.tsx';
import type { PageProps } from '../page-props.ts';
import { createDateNames } from '../shared/date-names.ts';
import { listMailboxes } from '../shared/mail-filter.ts';
import { SenderFilter } from '../shared/SenderFilter.tsx';
import type { SenderFilterChoice } from '../shared/SenderFilter.tsx';
import { useTitle } from '../shared/use-title.ts';
import { countFilesBySender, filterMedia, groupByMonth } from './choose-media.ts';
import type { KindChoice } from './choose-media.ts';
import { GallerySelection } from './GallerySelection.tsx';
import { KindFilter } from './KindFilter.tsx';
import { Lightbox } from './Lightbox.tsx';
import type { MediaAddress } from './media-address.ts';
import { addressOf, isAt } from './media-address.ts';
import { PhotoWall } from './PhotoWall.tsx';
import { createThumbnailShelf } from './thumbnail-shelf.ts';
import { useMediaSelection } from './use-media-selection.ts';
import { useMedia } from './use-media.ts';

interface GalleryPageProps extends PageProps {
  /** The file in the lightbox. */
  open: MediaAddress | undefined;
}

const allSenders: SenderFilterChoice = { sender: undefined, mailbox: undefined };
const noItems: readonly MediaItem[] = [];

/** All pictures, videos and audio files on one wall, each of which opens in the lightbox. */
export function GalleryPage({ library, mails, portraits, open, go, actions, t, formats }: GalleryPageProps) {
  const { rows, serviceNames } = mails;
  const media = useMedia(library, rows, mails.version);
  const all = media.phase === 'ready' ? media.items : noItems;
  const [choice, setChoice] = useState(allSenders);
  const [kind, setKind] = useState<KindChoice>('all');
  const [active, setActive] = useState(0);
  const wantsFocus = useRef(false);
  const scroller = useRef<HTMLElement>(null);

  const shelf = useMemo(() => createThumbnailShelf(library), [library]);
  useEffect(() => () => shelf.close(), [shelf]);
  const names = useMemo(() => createDateNames(t.language), [t.language]);
  const mailboxes = useMemo(() => listMailboxes(rows), [rows]);
  const senders = useMemo(() => countFilesBySender(all), [all]);
  const ofSenders = useMemo(() => filterMedia(all, choice, 'all'), [all, choice]);
  const items = useMemo(() => filterMedia(ofSenders, allSenders, kind), [ofSenders, kind]);
  const kinds = useMemo(() => countKinds(ofSenders), [ofSenders]);
  const chosen = useMediaSelection(items);
  const selection = actions ? chosen : undefined;
  const savable = useMemo(() => items.filter(({ file }) => file.state === 'saved').length, [items]);
  const months = useMemo(() => groupByMonth(items), [items]);
  const index = useMemo(() => (open ? items.findIndex((item) => isAt(item.file, open)) : -1), [items, open]);
  useTitle(t('viewerGallery'), t);

  const showAt = (at: number, how: 'push' | 'replace'): void => {
    const item = items[at];
    if (item) go({ page: 'gallery', file: addressOf(item.file) }, how);
  };
  const close = (): void => {
    wantsFocus.current = true;
    go({ page: 'gallery' }, 'replace');
  };
  useEffect(() => {
    if (index >= 0) setActive(index);
  }, [index]);
  const showAll = (): void => {
    setChoice(allSenders);
    setKind('all');
  };

  const allKinds = useMemo(() => countKinds(all), [all]);
  const sayCount = (count: number): string =>
    t(allKinds.image === all.length ? 'viewerPictureCount' : 'galleryCount', { count });

  const hasFailed = mails.phase === 'failed' || media.phase === 'failed';
  const isLoading = !hasFailed && (mails.phase !== 'ready' || media.phase === 'loading');
  return (
    <main class="gallery-page" ref={scroller}>
      <div class="gallery-head">
        <h2 class="gallery-title">{t('viewerGallery')}</h2>
        <p class="gallery-count" role="status">
          {isLoading ? t('galleryLoading') : all.length > 0 ? sayCount(items.length) : ''}
        </p>
        <KindFilter kinds={kinds} kind={kind} onKind={setKind} t={t} formats={formats} />
        {selection && !selection.isOn && savable > 0 && (
          <Button onClick={selection.start}>{t('gallerySelect')}</Button>
        )}
      </div>
      <SenderFilter
        senders={senders}
        mailboxes={mailboxes}
        serviceNames={serviceNames}
        portraits={portraits}
        choice={choice}
        onChoice={setChoice}
        total={all.length}
        icon="picture"
        sayCount={sayCount}
        t={t}
        formats={formats}
      />
      {hasFailed && (
        <EmptyState icon="warning" title={t('viewerReadFailedTitle')} text={t('viewerReadFailedText')}>
          <Button onClick={() => location.reload()}>{t('viewerReload')}</Button>
        </EmptyState>
      )}
      {!hasFailed && !isLoading && all.length === 0 && (
        <EmptyState icon="picture" title={t('galleryEmptyTitle')} text={t('galleryEmptyText')} />
      )}
      {all.length > 0 && items.length === 0 && (
        <EmptyState icon="picture" title={t('galleryNoneTitle')} text={t('galleryNoneText')}>
          <Button onClick={showAll}>{t('galleryShowAll')}</Button>
        </EmptyState>
      )}
      {items.length > 0 && (
        <PhotoWall
          scroller={scroller}
          items={items}
          months={months}
          shelf={shelf}
          wallKey={`${kind} ${choice.sender ?? ''} ${choice.mailbox ?? ''}`}
          active={Math.min(active, items.length - 1)}
          wantsFocus={wantsFocus}
          onActive={setActive}
          onOpen={(at) => showAt(at, 'push')}
          sayCount={sayCount}
          selection={selection}
          t={t}
          formats={formats}
          names={names}
        />
      )}
      {selection?.isOn && actions && (
        <GallerySelection selection={selection} total={savable} save={actions.saveMedia} t={t} />
      )}
      {index >= 0 && (
        <Lightbox
          library={library}
          items={items}
          index={index}
          onStep={(at) => showAt(at, 'replace')}
          onClose={close}
          t={t}
          formats={formats}
        />
      )}
      {open && index < 0 && media.phase === 'ready' && (
        <p class="gallery-lost" role="status">
          {t('galleryLost')}
        </p>
      )}
    </main>
  );
}
