/** Replaces `readable-stream` in JSZip, which detects an environment without Node streams by its absence. */
export const Readable = undefined;
