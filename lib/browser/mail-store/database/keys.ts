import type { AssetRef } from '../../../mail/asset.ts';
import type { AccountKey } from '../../../mail/mail.ts';
import type { AccountTuple, KeyTuple } from './schema.ts';

/** The database's form of an account. */
export function accountTuple({ service, account }: AccountKey): AccountTuple {
  return [service, account];
}

/** The database's form of a key inside an account. */
export function keyTuple({ service, account }: AccountKey, id: string): KeyTuple {
  return [service, account, id];
}

/** Every key that begins so: an array sorts after every number, date and string. */
export function keysUnder(...beginning: (string | number)[]): IDBKeyRange {
  return IDBKeyRange.bound(beginning, [...beginning, []]);
}

/** The asset as a mail's body names it: the query of an address can be a signature, and a signature is a secret. */
export function withoutQuery(asset: AssetRef): AssetRef {
  const { key, url, kind, role, variantOf, mailId } = asset;
  return {
    ...{ key, url: url.replace(/[?#].*$/s, ''), kind, role, mailId },
    ...(variantOf !== undefined && { variantOf }),
  };
}

/** The asset as it waits: without the query of its address, and with the time that says that there was one. */
export function withoutSignature(asset: AssetRef): AssetRef {
  const { expiresAt } = asset;
  return { ...withoutQuery(asset), ...(expiresAt !== undefined && { expiresAt }) };
}
