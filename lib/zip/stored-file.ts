/** A saved file, of which no byte is read. */
export interface StoredFile {
  sizeBytes: number;
  contentType: string;
  /** The bytes by reference. Every call is a message to the browser's process, so nobody calls before it must. */
  blob(): Blob;
  /** Where they stand with the local header of a ZIP right before them. */
  framed?: FramedBytes;
}

/** A file as a ZIP holds it, among others in one Blob. */
export interface FramedBytes {
  pack: Blob;
  /** Where its header begins. */
  offset: number;
  header: Uint8Array;
}

/** A file that is a Blob of its own. */
export function blobFile(blob: Blob): StoredFile {
  return { sizeBytes: blob.size, contentType: blob.type, blob: () => blob };
}
