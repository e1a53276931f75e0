import type { AccountKey } from '../../../mail/mail.ts';
import { keyTuple } from '../database/keys.ts';
import type { Connection } from '../database/open.ts';
import type { ThumbnailRecord } from '../database/schema.ts';

/** A file whose small picture is meant. */
export interface ThumbnailKey extends AccountKey {
  key: string;
}

/** The small pictures in the database. */
export interface ThumbnailStore {
  /** Those that are kept, in the order asked for; undefined where there is none. One transaction for all. */
  read(keys: readonly ThumbnailKey[]): Promise<(ThumbnailRecord | undefined)[]>;
  /** Keeps some. One whose file was deleted meanwhile, or is no longer saved, is dropped. */
  put(thumbnails: readonly ThumbnailRecord[]): Promise<void>;
}

/** The gallery's side of the database. */
export function createThumbnailStore(connection: Connection): ThumbnailStore {
  return {
    read: (keys) =>
      connection.read(['thumbnails'], (transaction) =>
        Promise.all(keys.map((each) => transaction.objectStore('thumbnails').get(keyTuple(each, each.key)))),
      ),

    // A small picture that a crash takes is made again.
    put: (thumbnails) =>
      connection.write(['assets', 'thumbnails'], 'relaxed', async (transaction) => {
        const assets = transaction.objectStore('assets');
        await Promise.all(
          thumbnails.map(async (each) => {
            const asset = await assets.get(keyTuple(each, each.key));
            if (asset?.state === 'saved') await transaction.objectStore('thumbnails').put(each);
          }),
        );
      }),
  };
}
