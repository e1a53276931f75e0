import type { AssetStatus } from './asset.ts';
import type { MediaFile } from './media.ts';
import type { AccountKey, MailContent, MailKey, MailRow, SourceId } from './mail.ts';
import type { MarkLibrary } from './marks.ts';
import type { EarlierMail } from './known-mail.ts';

/** A file ready to be shown; the caller calls `release` when it leaves the screen. */
export interface OpenAsset {
  /** A blob address in the extension, a relative path in an unpacked archive. */
  url: string;
  contentType: string;
  sizeBytes: number;
  release(): void;
}

/** A mail as it was before a change, and the state of the files it showed then, in their order. */
export interface EarlierVersion extends EarlierMail {
  assets: AssetStatus[];
}

/** The storage used by one mailbox. */
export interface AccountUsage extends AccountKey {
  mails: number;
  assets: number;
  sizeBytes: number;
  /** Files that are known but not fetched. */
  waiting?: number;
}

/** The mails to delete: all, those of a mailbox, or those of a sender in it. */
export type DeleteScope =
  | { kind: 'everything' }
  | ({ kind: 'account' } & AccountKey)
  | ({ kind: 'sender'; senderId: string } & AccountKey);

/**
 * The mails as the viewer sees them. There are two implementations: the extension's store, and the data files of an
 * unpacked archive. Components depend only on this interface.
 */
export interface MailLibrary {
  /** The rows of all mails, newest first. */
  listMails(): Promise<MailRow[]>;
  /** The newest mails, shown before all rows are read; absent where all rows are in memory. */
  listNewest?(count: number): Promise<MailRow[]>;
  /** The texts of all mails, as `[mailKeyText, text]`, in any order; called once, when the search is first used. */
  listTexts(): Promise<[string, string][]>;
  /** The content of a mail; undefined when there is no such mail. */
  findMail(key: MailKey): Promise<MailContent | undefined>;
  /** The state of the mail's files, in the order of its assets. */
  listAssets(key: MailKey): Promise<AssetStatus[]>;
  /** The versions of the mail before each change, oldest first; empty for a mail that never changed. */
  listVersions(key: MailKey): Promise<EarlierVersion[]>;
  /** Opens a saved file; undefined when it is not saved or cannot be read. */
  openAsset(owner: AccountKey, assetKey: string): Promise<OpenAsset | undefined>;
  /** All files that mails show, in any order and any state; portraits are left out. */
  listMedia(): Promise<MediaFile[]>;
  /**
   * Opens the thumbnail of a saved image or video, made on first use. Undefined when none can be made. Rejects with the
   * signal's reason when aborted. Absent where files are shown as they are.
   */
  openThumbnail?(file: MediaFile, signal: AbortSignal): Promise<OpenAsset | undefined>;
  /** The display names of services, by id. */
  serviceNames(): Promise<Record<SourceId, string>>;
  usage(): Promise<AccountUsage[]>;
  /**
   * Calls `onChange` after mails were added, changed or deleted, in any window. Returns a function that ends the
   * subscription.
   */
  subscribe(onChange: () => void): () => void;
  /** What the user added to the mails: stars, tags, notes. */
  marks: MarkLibrary;
  /** Deletes permanently; absent where the library cannot be changed. */
  deleteMails?(scope: DeleteScope): Promise<void>;
}

/** A sanitised mail body: markup from an allow-list, and styles for the parent to apply through CSSOM. */
export interface CleanBody {
  html: string;
  /** `element` is the index among the elements with `data-style`, in document order. */
  styles: { element: number; property: string; value: string }[];
  /** The asset keys of the body, in order, each the `data-asset` of its element. */
  assetKeys: string[];
}

/** Sanitises a mail's HTML. `findAssetKey` returns the key of the asset that an address in the body refers to. */
export type SanitizeBody = (html: string, findAssetKey: (address: string) => string | undefined) => CleanBody;
