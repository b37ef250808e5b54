// Things that answer by message: a stream of another worker needs a moment to say what is there now.

/** How long such an answer may take, in milliseconds. */
const moment = 10;

/** What `answer` gives within a moment; undefined where it takes longer. */
export async function withinMoment<T>(answer: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), moment);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
