// Does something to many entries of the browser's, several at once: most of each call is waiting.

/** How many steps are under way at once: the browser gains nothing from more. */
const atOnce = 8;

/** Takes a step for each thing, several at once. Where one fails no other begins, and all that have begun end. */
export async function severalAtOnce<T>(
  things: readonly T[],
  step: (thing: T) => Promise<void>,
): Promise<void> {
  for (const rest = [...things]; rest.length > 0;)
    for (const end of await Promise.allSettled(rest.splice(0, atOnce).map(step)))
      if (end.status === 'rejected') throw end.reason;
}
