// Does something to each of many things, so many at once.

/** @param most how many are under way at once */
export async function eachAtOnce<T>(
  things: Iterable<T> | AsyncIterable<T>,
  most: number,
  step: (thing: T) => Promise<unknown>,
): Promise<void> {
  const underWay = new Set<Promise<unknown>>();
  for await (const thing of things) {
    const done: Promise<unknown> = step(thing).finally(() => underWay.delete(done));
    underWay.add(done);
    if (underWay.size >= most) await Promise.race(underWay);
  }
  await Promise.all(underWay);
}
