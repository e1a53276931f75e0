import type { Walk } from '../../lib/backup/walk.ts';
import type { AssetRef, SavedAsset } from '../../lib/mail/asset.ts';
import type { AccountKey, Mail } from '../../lib/mail/mail.ts';
import type { MailRef } from '../../lib/sources/source.ts';

/** The mailbox of most store tests. */
export const owner: AccountKey = { service: 'izone', account: 'a1b2c3' };

/** A listed mail; by default its version is derived from its id. */
export function aRef(id: string, change: Partial<MailRef> = {}): MailRef {
  return { id, version: `version of ${id}`, raw: `{"id":"${id}"}`, ...change };
}

/** A picture of one mail. */
export function anAssetRef(key: string, change: Partial<AssetRef> = {}): AssetRef {
  return { key, url: `https://img.example/${key}`, kind: 'image', role: 'body', mailId: 'm1', ...change };
}

/** A whole mail without pictures. */
export function aMail(change: Partial<Mail> & { id: string }): Mail {
  return {
    kind: 'mail',
    from: { id: '7', name: 'Minjoo' },
    subject: `Subject of ${change.id}`,
    preview: 'Hello',
    receivedAt: '2020-01-02T12:03:04Z',
    htmlBody: `<p>Hello from ${change.id}</p>`,
    text: `Hello from ${change.id}`,
    assets: [],
    isStarred: false,
    isUnread: false,
    raw: `{"id":"${change.id}"}`,
    ...change,
  };
}

/** Bytes that passed every check; the facts are made up, because a store does not verify them. */
export function aSavedAsset(key: string, bytes: number[], change: Partial<SavedAsset> = {}): SavedAsset {
  return {
    key,
    bytes: new Uint8Array(bytes),
    sizeBytes: bytes.length,
    contentType: 'image/jpeg',
    sha256: 'ab'.repeat(32),
    crc32: 1234,
    ...change,
  };
}

/** A walk whose pages are all stored. */
export function aWalk(change: Partial<Walk> = {}): Walk {
  return { number: 1, isFull: true, pagesDone: [1], headIds: [], isListed: true, ...change };
}
