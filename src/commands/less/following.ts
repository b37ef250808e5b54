// `F`: the end of a file, and what comes to it.
import type { Place } from './document.ts';
import { standout } from './screen.ts';
import { StreamSource } from './source.ts';
import type { Viewer } from './viewer.ts';
import { untilAborted } from '../../../wasi/vfs/until-aborted.ts';

/** How often a file is looked at that is followed, in milliseconds. */
const followInterval = 500;

/** Shows the end, and what comes to it, until Ctrl-C. */
export async function follow(viewer: Viewer): Promise<void> {
  const { keys, screen } = viewer;
  await keys.during(async (signal) => {
    for (;;) {
      await viewer.document.source.refresh();
      viewer.document.forget();
      const top = await lastTopNow(viewer, signal);
      viewer.top = top;
      const { rows } = await viewer.document.rows(top, viewer.height, signal);
      const texts = rows.map(({ line, row }) => line.rows[row] ?? '');
      const waiting = 'Waiting for data... (interrupt to abort)';
      await screen.draw(texts, standout(screen.fit(waiting)));
      await more(viewer, signal);
    }
  });
  viewer.isCompact = false;
}

async function lastTopNow(viewer: Viewer, signal: AbortSignal): Promise<Place> {
  const { source } = viewer.document;
  // Of a stream, what has come: its end may be far.
  const end = source instanceof StreamSource ? source.length : (source.size ?? 0);
  return await viewer.document.back({ line: end, row: 0 }, viewer.height, signal);
}

/** Waits until there may be more than was shown. @throws SystemError EINTR */
async function more(viewer: Viewer, signal: AbortSignal): Promise<void> {
  const { source } = viewer.document;
  if (source instanceof StreamSource && source.size === undefined) {
    await source.read(source.length, signal);
    return;
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, followInterval);
  });
  try {
    await untilAborted(over, signal);
  } finally {
    clearTimeout(timer);
  }
}
