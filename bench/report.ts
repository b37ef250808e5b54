// Tables of what was measured.
import { cpus } from 'node:os';
import type { JobFigures } from './measure/measure-jobs.ts';

const mebibyte = 1024 * 1024;

function milliseconds(time: number): string {
  return time < 100 ? time.toFixed(1) : time.toFixed(0);
}

/** How often what was measured is longer than what it is compared with. */
export function ratioOf({ shell, limit }: JobFigures): number | undefined {
  return limit && shell.median / limit.median;
}

/** Whether the limit runs programs itself. */
const holdsStart = ({ job: { limit } }: JobFigures): boolean =>
  limit?.kind === 'compute' || limit?.kind === 'pipeline';

const heads = [
  'job',
  'command',
  'ms',
  'worst',
  'limit',
  'a/b',
  'a/(b + start)',
  'native',
  'a/c',
  'calls',
  'of the limit',
  'suspensions',
  'peak MiB',
  'longest task',
  'in long tasks',
];

function cellsOf(figures: JobFigures, start: number | undefined): string[] {
  const { job, shell, limit, native, counts, limitCounts, memory, longestTask, longTaskShare } =
    figures;
  const speed =
    job.bytes === undefined
      ? ''
      : ` (${(job.bytes / 1_000_000 / (shell.median / 1000)).toFixed(0)} MB/s)`;
  return [
    job.name,
    `\`${job.command.replaceAll('|', '\\|')}\``,
    milliseconds(shell.median) + speed,
    milliseconds(shell.worst),
    limit === undefined ? '' : milliseconds(limit.median),
    ratioOf(figures)?.toFixed(2) ?? '',
    limit === undefined || start === undefined || holdsStart(figures)
      ? ''
      : (shell.median / (limit.median + start)).toFixed(2),
    milliseconds(native.median),
    (shell.median / native.median).toFixed(1),
    String(counts.calls),
    limitCounts === undefined ? '' : String(limitCounts.calls),
    String(counts.suspensions),
    memory === undefined ? '' : (memory / mebibyte).toFixed(0),
    milliseconds(longestTask),
    `${(100 * longTaskShare).toFixed(1)} %`,
  ];
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** The first lines of the table. */
export const tableHead = [line(heads), line(heads.map(() => '---'))].join('\n');

/** @param start milliseconds of a program that does nothing: the limit begins none, unless it is one that computes */
export const tableRow = (figures: JobFigures, start?: number): string =>
  line(cellsOf(figures, start));

/** What the figures hold for. */
export function surroundings(browser: string): string {
  const [cpu] = cpus();
  return `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${process.platform}, ${browser}`;
}
