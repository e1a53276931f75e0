import type { MediaFile } from '../../../lib/mail/media.ts';
import type { AccountKey } from '../../../lib/mail/mail.ts';

/** The identity of a file in the viewer's address. */
export interface MediaAddress extends AccountKey {
  /** The asset's key. */
  key: string;
}

/** The address of a file. */
export function addressOf({ service, account, ref }: MediaFile): MediaAddress {
  return { service, account, key: ref.key };
}

/** Whether the address is that of the file. */
export function isAt(file: MediaFile, address: MediaAddress): boolean {
  return file.ref.key === address.key && file.service === address.service && file.account === address.account;
}
