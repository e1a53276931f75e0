import { StorageFullError } from '../../../errors.ts';
import { readFreeBytes } from './room.ts';

/**
 * What is left alone at the end of a disk. When Chromium's database meets a disk that is truly full it may fail to open
 * afterwards, or throw everything away and begin anew; both were seen with 156 on a disk of 400 MB. Firefox gets none:
 * it keeps databases in SQLite, which rolls back what did not fit.
 */
export const reserveBytes = 100_000_000;

/** So much may be written before the room is looked at again, and so long may pass. */
const lookAgain = { bytes: 16_000_000, ms: 10_000 };

/** Guards the room nobody may write into. */
export interface Reserve {
  /** To be asked before so many bytes are written. Rejects with `StorageFullError` when they would touch the reserve. */
  claim(bytes: number): Promise<void>;
}

/** `read`: the room left in bytes, undefined where the browser does not tell; then nothing is refused. */
export function createReserve(
  read: () => Promise<number | undefined> = readFreeBytes,
  elapsed: () => number = () => performance.now(),
): Reserve {
  let free: number | undefined;
  let claimed = 0;
  let lookedAt = -Infinity;
  const look = async () => {
    lookedAt = elapsed();
    free = await read();
    claimed = 0;
  };
  const isShort = (bytes: number) => free !== undefined && free - claimed - bytes < reserveBytes;
  return {
    async claim(bytes) {
      const isOld = elapsed() - lookedAt >= lookAgain.ms || claimed >= lookAgain.bytes;
      // Room may have been made since.
      if (isOld || isShort(bytes)) await look();
      if (isShort(bytes)) throw new StorageFullError();
      claimed += bytes;
    },
  };
}

/** Bytes the browser would still let us store without touching the reserve; undefined where it does not tell. */
export async function readUsableBytes(): Promise<number | undefined> {
  const free = await readFreeBytes();
  return free === undefined || import.meta.env.FIREFOX ? free : Math.max(0, free - reserveBytes);
}

/** For browsers whose database needs no reserve. */
export const noReserve: Reserve = { claim: () => Promise.resolve() };
