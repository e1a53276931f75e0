import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { CleanBody } from '../../../lib/mail/mail-library.ts';
import type { Translate } from '../../shared/translate.ts';
import { assetSentence } from '../shared/asset-sentence.ts';
import { bodyDocument, dressFrame } from './body-frame.ts';
import { highlightWords } from './highlight-words.ts';
import { applyStyles } from './own-styles.ts';
import type { ShownAsset } from '../shared/use-open-mail.ts';

interface MailBodyProps {
  body: CleanBody;
  senderName: string;
  textLanguage: string | undefined;
  assets: ReadonlyMap<string, ShownAsset>;
  /** The chosen theme; another one restyles the frame. */
  theme: string;
  /** Folded words, highlighted where they occur in the text. */
  words: readonly string[];
  onKeyDown(event: KeyboardEvent): void;
  t: Translate;
}

/** The markup of a mail, in a sandboxed frame that is as high as the mail. */
export function MailBody(props: MailBodyProps) {
  const { body, senderName, textLanguage, assets, theme, words, onKeyDown, t } = props;
  const frame = useRef<HTMLIFrameElement>(null);
  const [isLoaded, setLoaded] = useState(false);
  const source = useMemo(() => bodyDocument(body.html), [body.html]);

  const dress = useCallback((): void => {
    if (!frame.current) return;
    dressFrame(frame.current);
    applyStyles(frame.current, body.styles);
  }, [body]);

  useEffect(() => {
    const inside = frame.current?.contentDocument;
    if (!isLoaded || !inside) return;
    inside.documentElement.lang = textLanguage ?? t.language;
    dress();
    const night = matchMedia('(prefers-color-scheme: dark)');
    night.addEventListener('change', dress);
    return () => night.removeEventListener('change', dress);
  }, [isLoaded, dress, textLanguage, theme, t.language]);

  useEffect(() => {
    const element = frame.current;
    const inside = element?.contentDocument?.body;
    if (!isLoaded || !element || !inside) return;
    const fit = (): void => {
      element.style.height = `${Math.ceil(inside.getBoundingClientRect().height)}px`;
    };
    const observer = new ResizeObserver(fit);
    observer.observe(inside);
    fit();
    return () => observer.disconnect();
  }, [isLoaded]);

  useEffect(() => {
    const inside = frame.current?.contentDocument;
    if (!isLoaded || !inside) return;
    inside.addEventListener('keydown', onKeyDown);
    return () => inside.removeEventListener('keydown', onKeyDown);
  }, [isLoaded, onKeyDown]);

  useEffect(() => {
    const inside = frame.current?.contentDocument;
    if (isLoaded && inside) highlightWords(inside, words);
  }, [isLoaded, words]);

  useEffect(() => {
    const inside = frame.current?.contentDocument;
    if (isLoaded && inside) fillPictures(inside, assets, senderName, t);
  }, [isLoaded, assets, senderName, t]);

  return (
    <iframe
      class="mail-frame"
      ref={frame}
      title={t('viewerBody')}
      sandbox="allow-same-origin"
      srcdoc={source}
      data-loaded={isLoaded}
      onLoad={() => setLoaded(true)}
    />
  );
}

function fillPictures(
  inside: Document,
  assets: ReadonlyMap<string, ShownAsset>,
  name: string,
  t: Translate,
): void {
  const places = inside.querySelectorAll<HTMLElement>('[data-asset]');
  places.forEach((place, index) => {
    const shown = assets.get(place.dataset['asset'] ?? '');
    const sentence = assetSentence(shown);
    const alt = t('viewerPictureAlt', { number: index + 1, count: places.length, name });
    const picture = place.localName === 'img' ? (place as HTMLImageElement) : undefined;
    if (shown?.state === 'open') showPicture(place, picture, shown.file.url, alt, t('viewerAssetUnreadable'));
    else if (sentence) showMissing(place, t(sentence));
  });
}

/** A picture up to this many pixels wide and high is part of a line of text, like an emoji. */
const smallPx = 48;

function showPicture(
  place: HTMLElement,
  picture: HTMLImageElement | undefined,
  url: string,
  alt: string,
  unreadable: string,
): void {
  if (picture?.src === url) return;
  const image = picture ?? place.ownerDocument.createElement('img');
  if (!picture) {
    image.dataset['asset'] = place.dataset['asset'] ?? '';
    place.replaceWith(image);
  }
  if (!image.alt) image.alt = alt;
  image.onerror = () => showMissing(image, unreadable);
  image.onload = () => {
    const isSmall = Math.max(image.naturalWidth, image.naturalHeight) <= smallPx;
    image.toggleAttribute('data-small', isSmall);
  };
  image.src = url;
}

function showMissing(place: HTMLElement, sentence: string): void {
  const note = place.localName === 'p' ? place : place.ownerDocument.createElement('p');
  note.className = 'missing';
  note.textContent = sentence;
  note.dataset['asset'] = place.dataset['asset'] ?? '';
  if (note !== place) place.replaceWith(note);
}
