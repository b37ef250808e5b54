// Searches and filters: what `/`, `?`, `n` and `&` do.
import { Pattern } from './pattern.ts';
import type { Viewer } from './viewer.ts';

export async function askSearch(viewer: Viewer, key: '/' | '?', count: number): Promise<void> {
  const text = await viewer.ask(key);
  if (text === undefined) return;
  viewer.direction = key === '/' ? 'forward' : 'backward';
  if (text !== '' && !(await setPattern(viewer, text))) return;
  await search(viewer, viewer.direction, count, text === '' ? 'next' : 'screen');
}

async function setPattern(viewer: Viewer, text: string): Promise<boolean> {
  try {
    viewer.pattern = new Pattern(text, viewer.settings.letters);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    await viewer.say('Invalid pattern');
    return false;
  }
  viewer.settings.highlights = true;
  const { row } = viewer.top;
  viewer.lookAnew();
  viewer.top = { line: viewer.top.line, row };
  return true;
}

/** @param from whether the whole screen is looked at, or what comes after the first row */
export async function search(
  viewer: Viewer,
  direction: 'forward' | 'backward',
  count: number,
  from: 'screen' | 'next',
): Promise<void> {
  const pattern = viewer.pattern;
  if (pattern === undefined) return await viewer.say('No previous regular expression');
  const found = await viewer.keys.during(async (signal) => {
    const first = await viewer.document.at(viewer.top.line, signal);
    const { line } = viewer.top;
    const forward = direction === 'forward';
    const bottom = viewer.rows.rows.at(-1)?.line.next ?? line;
    const start =
      from === 'screen' ? (forward ? line : bottom) : forward ? (first?.next ?? line) : line;
    return [await viewer.document.search(pattern, start, direction, count, signal)];
  });
  if (found === undefined) return;
  const [line] = found;
  if (line === undefined) await viewer.say('Pattern not found');
  else viewer.jump({ line, row: 0 });
}

export async function askFilter(viewer: Viewer): Promise<void> {
  const text = await viewer.ask('&/');
  if (text === undefined) return;
  try {
    viewer.filter = text === '' ? undefined : new Pattern(text, viewer.settings.letters);
    viewer.isCompact = false;
    // What is in the first row stays there.
    const [first] = viewer.rows.rows;
    viewer.top = { line: first?.line.start ?? viewer.top.line, row: 0 };
    viewer.lookAnew();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    await viewer.say('Invalid pattern');
  }
}
