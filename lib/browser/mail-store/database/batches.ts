/** Reads a long range a batch at a time, each by `read` after the last key of the one before; ends at the first short batch. */
export async function* inBatches<T>(
  size: number,
  read: (after: T | undefined) => Promise<T[]>,
): AsyncGenerator<T[], void, undefined> {
  let last: T | undefined;
  for (;;) {
    const batch = await read(last);
    if (batch.length > 0) yield batch;
    if (batch.length < size) return;
    last = batch.at(-1);
  }
}

/** The part of `range` after `key`. */
export function after(range: IDBKeyRange | undefined, key: IDBValidKey | undefined): IDBKeyRange | undefined {
  if (key === undefined) return range;
  return range
    ? IDBKeyRange.bound(key, range.upper, true, range.upperOpen)
    : IDBKeyRange.lowerBound(key, true);
}
