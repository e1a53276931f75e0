import type { AssetKind } from './asset.ts';
import type { KnownMail } from './known-mail.ts';
import type { AccountKey, Mail } from './mail.ts';

/** A mail as its service answers it, for the store. The list says whether it is withdrawn. */
export function liveMail(owner: AccountKey, mail: Mail, isWithdrawn: boolean): KnownMail {
  const { service, account } = owner;
  const { id, kind, from, group, subject, preview, receivedAt, htmlBody, text, raw, assets } = mail;
  const videoCount = countAssets(mail, 'video');
  const voiceCount = countAssets(mail, 'audio');
  return {
    row: {
      ...{ service, account, id, kind, from },
      ...(group && { group }),
      ...{ subject, preview, receivedAt, pictureCount: countAssets(mail, 'image') },
      ...(videoCount > 0 && { videoCount }),
      ...(voiceCount > 0 && { voiceCount }),
      ...{ isStarred: mail.isStarred, isUnread: mail.isUnread, isWithdrawn },
    },
    content: { service, account, id, ...(htmlBody !== undefined && { htmlBody }), text, raw, assets },
    versions: [],
  };
}

function countAssets(mail: Mail, wanted: AssetKind): number {
  return mail.assets.filter(({ kind, role }) => kind === wanted && role === 'body').length;
}
