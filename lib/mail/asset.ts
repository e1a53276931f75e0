/** A file that is larger travels, and is stored, as parts of this size, so that it is never whole in memory. */
export const partBytes = 4 * 1024 * 1024;

/** The kind of a file. */
export type AssetKind = 'image' | 'video' | 'audio';

/** A file that a mail refers to, before or after it is fetched. */
export interface AssetRef {
  /** The identity within service and account: host and path, never the query of a signed address. */
  key: string;
  /** The address to request. Signed addresses are kept in memory only; a stored address has no query. */
  url: string;
  kind: AssetKind;
  /** Shown in the body, or the sender's portrait at that time. */
  role: 'body' | 'portrait';
  /** The key of the film or picture that this is a poster frame or a small picture of; absent: it stands for itself. */
  variantOf?: string;
  /** The mail that refers to it, so that a source can request a fresh address. */
  mailId: string;
  /** The ISO time after which `url` is no longer valid. */
  expiresAt?: string;
}

/**
 * The state of an asset. `gone`: the service said that it no longer exists. `damaged`: it was answered, but never with
 * complete and genuine bytes.
 */
export type AssetState = 'wanted' | 'saved' | 'gone' | 'damaged';

/** A range of bytes inside one pack of the store. A small file is one part, a large one several. */
export interface AssetPart {
  pack: number;
  offset: number;
  sizeBytes: number;
  /** The bytes stored immediately before these, where these are a whole file: the header that a ZIP needs there. */
  frame?: Uint8Array<ArrayBuffer>;
}

/** The facts kept about saved bytes. */
export interface AssetFacts {
  /** Detected from the first bytes, not taken from the server: `image/jpeg`. */
  contentType: string;
  sizeBytes: number;
  /** Lower-case hex of the SHA-256 of the bytes. */
  sha256: string;
  /** CRC-32 of the bytes as an unsigned number, for the ZIP's directory. */
  crc32: number;
}

/** A file that passed every check, without its bytes. */
export interface SavedFile extends AssetFacts {
  key: string;
}

/** A file that passed every check, in one piece. */
export interface SavedAsset extends SavedFile {
  bytes: Uint8Array<ArrayBuffer>;
}

/** The state of an asset, for the reader and the report. */
export interface AssetStatus extends Partial<AssetFacts> {
  ref: AssetRef;
  state: AssetState;
  /** An error code of `lib/errors.ts`, where the state is `gone` or `damaged`. */
  reason?: string;
}
