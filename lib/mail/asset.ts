export type AssetKind = 'image' | 'video' | 'audio';

/** A file a mail refers to, before or after it is fetched. */
export interface AssetRef {
  /** Identity within service and account: host and path, never the query of a signed address. */
  key: string;
  /** Where to ask for it. Signed addresses are kept in memory only; what is stored has no query. */
  url: string;
  kind: AssetKind;
  /** Shown in the body, or the sender's portrait of that day. */
  role: 'body' | 'portrait';
  /** The mail that named it, so that a source can ask for a fresh address. */
  mailId: string;
  /** ISO time after which `url` no longer answers. */
  expiresAt?: string;
}

/**
 * What became of an asset. `gone`: the service said it no longer exists. `damaged`: it was answered,
 * but never with whole and genuine bytes.
 */
export type AssetState = 'wanted' | 'saved' | 'gone' | 'damaged';

/** A run of bytes inside one pack of the store. A small file is one part, a large one several. */
export interface AssetPart {
  pack: number;
  offset: number;
  sizeBytes: number;
  /** What stands in the pack right before these bytes, where they are a whole file: the header a ZIP will want there. */
  frame?: Uint8Array<ArrayBuffer>;
}

/** The facts kept about saved bytes. */
export interface AssetFacts {
  /** As found from the first bytes, not as the server said: `image/jpeg`. */
  contentType: string;
  sizeBytes: number;
  /** Lower-case hex of the SHA-256 of the bytes. */
  sha256: string;
  /** CRC-32 of the bytes as an unsigned number, for the ZIP's directory. */
  crc32: number;
}

/** How an asset stands, for the reader and the report. */
export interface AssetStatus extends Partial<AssetFacts> {
  ref: AssetRef;
  state: AssetState;
  /** An error code of `lib/errors.ts`, where the state is `gone` or `damaged`. */
  reason?: string;
}
