import type { AssetStatus } from './asset.ts';
import type { MediaFile } from './media.ts';
import type { AccountKey, MailContent, MailKey, MailRow, SourceId } from './mail.ts';
import type { MarkLibrary } from './marks.ts';
import type { EarlierMail } from './merge.ts';

/** A file ready to be shown; call `release` when it leaves the screen. */
export interface OpenAsset {
  /** A blob address in the extension, a relative path in an unpacked archive. */
  url: string;
  contentType: string;
  sizeBytes: number;
  release(): void;
}

/** A mail as it was before it changed, and how the files it showed then stand, in their order. */
export interface EarlierVersion extends EarlierMail {
  assets: AssetStatus[];
}

/** Storage used by one mailbox. */
export interface AccountUsage extends AccountKey {
  mails: number;
  assets: number;
  sizeBytes: number;
  /** Files that are known and not fetched. */
  waiting?: number;
}

export type DeleteScope =
  | { kind: 'everything' }
  | ({ kind: 'account' } & AccountKey)
  | ({ kind: 'sender'; senderId: string } & AccountKey);

/**
 * The mails as the viewer sees them. Two libraries exist: the extension's store, and the data files of an
 * unpacked archive. Components know only this.
 */
export interface MailLibrary {
  /** Every mail's row, newest first. */
  listMails(): Promise<MailRow[]>;
  /** The newest mails, so that something is on screen before all are read; absent where all are at hand. */
  listNewest?(count: number): Promise<MailRow[]>;
  /** The words of every mail, as `[mailKeyText, text]`, in any order; asked for once, when search is first used. */
  listTexts(): Promise<[string, string][]>;
  /** The reader's part; undefined when there is no such mail. */
  findMail(key: MailKey): Promise<MailContent | undefined>;
  /** How the mail's files stand, in the order of its assets. */
  listAssets(key: MailKey): Promise<AssetStatus[]>;
  /** What the mail was before it changed, oldest first; empty for a mail that never did. */
  listVersions(key: MailKey): Promise<EarlierVersion[]>;
  /** Opens saved bytes; undefined when they are not saved or cannot be read. */
  openAsset(owner: AccountKey, assetKey: string): Promise<OpenAsset | undefined>;
  /** Every file that mails show, in any order, however it stands; portraits are left out. */
  listMedia(): Promise<MediaFile[]>;
  /**
   * Opens a small picture of a saved image or film, made when it is first asked for. Undefined when none can be made.
   * Rejects with the signal's reason when nobody waits any more. Absent where files are shown as they are.
   */
  openThumbnail?(file: MediaFile, signal: AbortSignal): Promise<OpenAsset | undefined>;
  /** The names to show for services, by id. */
  serviceNames(): Promise<Record<SourceId, string>>;
  usage(): Promise<AccountUsage[]>;
  /** Called after mails were added, changed or deleted, in any window. Returns the way to stop listening. */
  subscribe(onChange: () => void): () => void;
  /** What people put on their mails: stars, tags, notes. */
  marks: MarkLibrary;
  /** Deletes for good; absent where the library cannot be changed. */
  deleteMails?(scope: DeleteScope): Promise<void>;
}

/** A mail's body made safe: markup from an allow-list, and styles to be set through CSSOM by the parent. */
export interface CleanBody {
  html: string;
  /** `element` counts the elements that carry `data-style` in document order. */
  styles: { element: number; property: string; value: string }[];
  /** The asset keys that stand in the body, in order, each as `data-asset` on its element. */
  assetKeys: string[];
}

/** Cleans one mail's HTML. `findAssetKey` tells which asset an address in the body means. */
export type SanitizeBody = (html: string, findAssetKey: (address: string) => string | undefined) => CleanBody;
