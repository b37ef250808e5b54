// Processes as lines: the headers, and a line for each.
import type { Column, Shown } from './columns.ts';
import { clusters, width } from '../../tty/width.ts';

/** The beginning of `text`, as much as fits into `room` columns. */
export function cut(text: string, room: number): string {
  if (width(text) <= room) return text;
  let used = 0;
  let kept = '';
  for (const cluster of clusters(text)) {
    used += cluster.width;
    if (used > room) break;
    kept += cluster.text;
  }
  return kept;
}

/**
 * The lines of `processes`, the headers first.
 * @param room how wide a line may be, in columns
 */
export function tableOf(
  columns: readonly Column[],
  processes: readonly Shown[],
  room = Infinity,
): readonly string[] {
  const cells = processes.map((shown) => columns.map((column) => column.text(shown)));
  const rows = [columns.map(({ header }) => header), ...cells];
  const widths = columns.map((column, at) =>
    column.align === 'left'
      ? column.width
      : Math.max(column.width, ...rows.map((row) => width(row[at] ?? ''))),
  );
  return rows.map((row) => {
    const line = row.map((text, at) => {
      const own = widths[at] ?? 0;
      const pad = ' '.repeat(Math.max(0, own - width(text)));
      if (columns[at]?.align === 'right') return pad + text;
      if (at === row.length - 1) return text;
      const short = cut(text, own);
      return short + ' '.repeat(own - width(short));
    });
    return cut(line.join(' '), room);
  });
}
