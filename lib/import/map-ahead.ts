/**
 * What becomes of each item, in order, while the work on up to `ahead` further items has begun already. Rejects with the
 * first failure in that order; others under way are then left alone.
 */
export async function* mapAhead<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  ahead: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const begun: Promise<R>[] = [];
  for await (const item of items) {
    const result = work(item);
    // Awaited in its turn.
    result.catch(() => undefined);
    begun.push(result);
    if (begun.length > ahead) yield (await begun.shift()) as R;
  }
  for (const result of begun) yield await result;
}
