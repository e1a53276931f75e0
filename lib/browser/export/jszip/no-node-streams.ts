/** Stands in for `readable-stream` in JSZip, which takes it for an environment without Node streams when it is absent. */
export const Readable = undefined;
