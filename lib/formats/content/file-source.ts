import type { AccountKey } from '../../mail/mail.ts';
import type { StoredFile } from '../../zip/stored-file.ts';
import type { ArchiveContent, ArchiveMail } from '../content.ts';

/** The files of one account, asked for ahead: the store reads them while bodies of other mails are cleaned. */
export interface FileSource {
  prepare(mail: ArchiveMail): void;
  open(assetKey: string): Promise<StoredFile | undefined>;
}

/** Opens each file once while it is near. */
export function createFileSource(content: ArchiveContent, account: AccountKey): FileSource {
  const opening = new Map<string, Promise<StoredFile | undefined>>();
  const opened = new Set<string>();
  return {
    prepare({ assets }) {
      for (const { state, ref } of assets) {
        if (state !== 'saved' || opened.has(ref.key) || opening.has(ref.key)) continue;
        const file = content.openAsset(account, ref.key);
        // Awaited when the file's turn comes.
        file.catch(() => undefined);
        opening.set(ref.key, file);
      }
    },
    async open(key) {
      const file = await (opening.get(key) ?? content.openAsset(account, key));
      opening.delete(key);
      opened.add(key);
      return file;
    },
  };
}
