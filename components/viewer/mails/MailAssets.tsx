import { useState } from 'preact/hooks';
import type { AssetRef } from '../../../lib/mail/asset.ts';
import type { Translate } from '../../shared/translate.ts';
import { assetSentence } from '../shared/asset-sentence.ts';
import type { ShownAsset } from '../shared/use-open-mail.ts';

interface MailAssetsProps {
  refs: readonly AssetRef[];
  assets: ReadonlyMap<string, ShownAsset>;
  senderName: string;
  /** The accessible name of the group; by default, that the files belong to the mail. */
  label?: string;
  t: Translate;
}

/** The files of a mail that its text does not show: pictures, videos and audio, one below the other. */
export function MailAssets({ refs, assets, senderName, label, t }: MailAssetsProps) {
  if (refs.length === 0) return null;
  return (
    <div class="mail-assets" role="group" aria-label={label ?? t('viewerAttachments')}>
      {refs.map((ref, index) => {
        const shown = assets.get(ref.key);
        const sentence = assetSentence(shown);
        if (sentence) {
          return (
            <p class="mail-asset-missing" key={ref.key}>
              {t(sentence)}
            </p>
          );
        }
        if (shown?.state !== 'open') return <div class="mail-asset-opening" key={ref.key} />;
        const { url } = shown.file;
        if (ref.kind === 'video') {
          return (
            <video key={ref.key} src={url} controls aria-label={t('viewerVideo', { name: senderName })} />
          );
        }
        if (ref.kind === 'audio') {
          return (
            <audio key={ref.key} src={url} controls aria-label={t('viewerAudio', { name: senderName })} />
          );
        }
        const alt = t('viewerPictureAlt', { number: index + 1, count: refs.length, name: senderName });
        return <Picture key={ref.key} url={url} alt={alt} t={t} />;
      })}
    </div>
  );
}

/** A picture, or a sentence when the browser cannot decode it, as in a mail's body. */
function Picture({ url, alt, t }: { url: string; alt: string; t: Translate }) {
  const [brokenUrl, setBrokenUrl] = useState<string>();
  if (brokenUrl === url) return <p class="mail-asset-missing">{t('viewerAssetUnreadable')}</p>;
  return <img src={url} alt={alt} onError={() => setBrokenUrl(url)} />;
}
