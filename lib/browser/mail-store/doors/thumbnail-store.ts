import type { Connection } from '../database/open.ts';
import { findAsset } from '../records/assets.ts';
import {
  findThumbnail,
  putThumbnail,
  type ThumbnailKey,
  type ThumbnailRecord,
} from '../records/thumbnails.ts';

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
        Promise.all(keys.map((each) => findThumbnail(transaction, each))),
      ),

    // A small picture that a crash takes is made again.
    put: (thumbnails) =>
      connection.write(['assets', 'thumbnails'], 'relaxed', async (transaction) => {
        await Promise.all(
          thumbnails.map(async (each) => {
            const asset = await findAsset(transaction, each, each.key);
            if (asset?.state === 'saved') putThumbnail(transaction, each);
          }),
        );
      }),
  };
}
