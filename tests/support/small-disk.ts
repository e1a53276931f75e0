import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, statfs, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A separate small file system, for tests of a full disk. */
export interface SmallDisk {
  path: string;
  /** Fills the disk until only this much is free. */
  leave(freeBytes: number): Promise<void>;
  /** Frees the space again. */
  free(): Promise<void>;
  unmount(): Promise<void>;
}

/** Mounts one in memory; undefined where that is not permitted: not Linux, or not root. */
export async function mountSmallDisk(sizeBytes: number): Promise<SmallDisk | undefined> {
  const path = await mkdtemp(join(tmpdir(), 'mail-ark-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeBytes}`, 'tmpfs', path], { stdio: 'ignore' });
  } catch {
    await rm(path, { recursive: true });
    return undefined;
  }
  const ballast = join(path, 'ballast');
  return {
    path,
    async leave(freeBytes) {
      await writeFile(ballast, '');
      const { bavail, bsize } = await statfs(path);
      await writeFile(ballast, new Uint8Array(Math.max(0, bavail * bsize - freeBytes))).catch(
        (error: unknown) => {
          // Another program has written meanwhile: then there is even less.
          if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
        },
      );
    },
    free: () => truncate(ballast),
    async unmount() {
      execFileSync('umount', [path]);
      await rm(path, { recursive: true });
    },
  };
}

/** Whether a small disk can be mounted here. */
export async function canMountSmallDisk(): Promise<boolean> {
  const disk = await mountSmallDisk(1_000_000);
  await disk?.unmount();
  return disk !== undefined;
}
