import { bytesPerLine, base64Lines } from '../../formats/mbox/base64.ts';
import { mboxMessages, type MboxPlan } from '../../formats/mbox/mbox.ts';
import { archiveFileName } from '../../formats/paths.ts';
import { StorageFullError } from '../../errors.ts';
import type { BuiltArchive, OnPacked } from './build-archive.ts';
import { openScratchFile, type ScratchFile } from './scratch-file.ts';
import { listFilledAccounts } from './filled-accounts.ts';

/** The bytes encoded as base64 at a time; whole lines. */
const pieceBytes = bytesPerLine * 16_384;
/** The bytes written to disk at a time. */
const writeBytes = 4 * 1024 * 1024;

const encoder = new TextEncoder();

/** The parts of an mbox export. */
export interface MboxExport extends MboxPlan {
  isPart: boolean;
  openFile?: (name: string) => Promise<ScratchFile>;
}

/**
 * Writes all messages to one mbox file on disk, with a few megabytes in memory at a time. Rejects with
 * `nothing-to-export`, `storage-full`, or the signal's reason.
 */
export async function buildMbox(
  plan: MboxExport,
  day: string,
  onPacked: OnPacked,
  signal: AbortSignal,
): Promise<BuiltArchive> {
  const accounts = await listFilledAccounts(plan.content);
  const total = accounts.reduce((sum, { mails }) => sum + mails, 0);
  const content = { ...plan.content, accounts: () => Promise.resolve(accounts) };
  const fileName = archiveFileName({ accounts, isFiltered: plan.isPart, day, ending: '.mbox' });
  const { openFile = openScratchFile } = plan;
  let mails = 0;
  let assets = 0;
  onPacked(0, total);
  try {
    const file = await openFile(fileName);
    const out = gather(file);
    for await (const message of mboxMessages({ ...plan, content }, signal)) {
      for (const piece of message.pieces) {
        if ('text' in piece) {
          await out.write(encoder.encode(piece.text));
          continue;
        }
        for (let from = 0; from < piece.bytes.size; from += pieceBytes) {
          const bytes = await piece.bytes.slice(from, from + pieceBytes).arrayBuffer();
          await out.write(base64Lines(new Uint8Array(bytes)));
        }
      }
      mails += 1;
      assets += message.assets;
      onPacked(mails, total);
    }
    await out.flush();
    return { files: [{ blob: await file.finish(), fileName }], mails, assets };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'QuotaExceededError')
      throw new StorageFullError(error);
    throw error;
  }
}

/** Collects small pieces, because each write costs a message to another process. */
function gather(file: ScratchFile) {
  let pieces: Uint8Array[] = [];
  let size = 0;
  const flush = async (): Promise<void> => {
    if (size === 0) return;
    const joined = new Uint8Array(size);
    let at = 0;
    for (const piece of pieces) {
      joined.set(piece, at);
      at += piece.length;
    }
    pieces = [];
    size = 0;
    await file.write(joined);
  };
  return {
    flush,
    async write(bytes: Uint8Array): Promise<void> {
      pieces.push(bytes);
      size += bytes.length;
      if (size >= writeBytes) await flush();
    },
  };
}
