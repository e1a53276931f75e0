import type { AssetRef } from '../../../lib/mail/asset.ts';
import { Button } from '../../shared/Button.tsx';
import { Dialog } from '../../shared/Dialog.tsx';
import type { Translate } from '../../shared/translate.ts';
import { assetSentence } from '../shared/asset-sentence.ts';
import type { ShownAsset } from '../shared/use-open-mail.ts';

interface PicturesDialogProps {
  refs: readonly AssetRef[];
  assets: ReadonlyMap<string, ShownAsset>;
  senderName: string;
  onClose(): void;
  t: Translate;
}

/** All pictures of a mail side by side, each with a link that saves it. */
export function PicturesDialog({ refs, assets, senderName, onClose, t }: PicturesDialogProps) {
  return (
    <Dialog
      title={t('viewerPictureCount', { count: refs.length })}
      onClose={onClose}
      buttons={
        <Button kind="primary" onClick={onClose}>
          {t('sharedClose')}
        </Button>
      }
    >
      <ul class="pictures">
        {refs.map(({ key }, index) => {
          const shown = assets.get(key);
          const sentence = assetSentence(shown);
          const values = { number: index + 1, count: refs.length, name: senderName };
          return (
            <li key={key}>
              {shown?.state === 'open' && (
                <>
                  <img src={shown.file.url} alt={t('viewerPictureAlt', values)} />
                  <a
                    class="button"
                    data-kind="quiet"
                    href={shown.file.url}
                    download={fileName(key)}
                    aria-label={t('viewerSavePicture', values)}
                  >
                    {t('viewerSaveFile')}
                  </a>
                </>
              )}
              {sentence && <p class="quiet">{t(sentence)}</p>}
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}

/** The last segment of an address, reduced to a safe file name. */
function fileName(key: string): string {
  return (key.split('/').at(-1) ?? '').replace(/[^\w.-]/g, '_') || 'picture';
}
