import type { MessageKey } from '../../shared/translate.ts';
import type { ShownAsset } from './use-open-mail.ts';

/** Why a file is not shown; undefined while it is loading or is shown. */
export function assetSentence(shown: ShownAsset | undefined): MessageKey | undefined {
  switch (shown?.state) {
    case 'open':
    case 'opening':
      return undefined;
    case 'gone':
      return 'viewerAssetGone';
    case 'damaged':
      return 'viewerAssetDamaged';
    case 'unreadable':
      return 'viewerAssetUnreadable';
    default:
      return 'viewerAssetWanted';
  }
}
