/** A saved file whose bytes are not read. */
export interface StoredFile {
  sizeBytes: number;
  contentType: string;
  /** A reference to the bytes. Each call is a message to the browser's process, so it is made as late as possible. */
  blob(): Blob;
  /** Where the bytes follow the local header of a ZIP. */
  framed?: FramedBytes;
}

/** A file as a ZIP contains it, among others in one Blob. */
export interface FramedBytes {
  pack: Blob;
  /** The offset of its header. */
  offset: number;
  header: Uint8Array;
}

/** A file that is a Blob of its own. */
export function blobFile(blob: Blob): StoredFile {
  return { sizeBytes: blob.size, contentType: blob.type, blob: () => blob };
}
