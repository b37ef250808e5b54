// One picture of what runs: lines on all together, headers, and a line for each process.
import type { Call } from '../call.ts';
import { format } from '../ps/columns.ts';
import { cut, tableOf } from '../ps/table.ts';
import { humanSize } from '../sizes.ts';
import { localTime } from '../strftime.ts';
import type { ListedProcess } from '../../process/process-table.ts';

/** The lines of a picture. */
export interface Frame {
  /** On all together. */
  readonly summary: readonly string[];
  readonly headers: string;
  readonly processes: readonly string[];
}

const columns = format('pid', 'stat', 'etime', 'mem', 'args');

/**
 * @param shown those of `all` that get a line, in order
 * @param room how wide a line may be, in columns
 */
export function frameOf(
  call: Call,
  all: readonly ListedProcess[],
  shown: readonly ListedProcess[],
  room: number,
): Frame {
  const now = Date.now();
  const [headers = '', ...processes] = tableOf(
    columns,
    shown.map((process) => ({ process, call, now })),
    room,
  );
  return {
    summary: summaryOf(call, all, now).map((line) => cut(line, room)),
    headers,
    processes,
  };
}

function summaryOf(call: Call, all: readonly ListedProcess[], now: number): readonly string[] {
  const { hour, minute, second } = localTime(call, BigInt(now) * 1_000_000n);
  const session = all.find(({ pid }) => pid === 1);
  const count = (state: ListedProcess['state']): string =>
    String(all.filter((process) => process.state === state).length).padStart(3);
  const programs = all.filter(({ memory }) => memory !== undefined);
  const memory = programs.reduce((sum, process) => sum + (process.memory ?? 0), 0);
  const up = session === undefined ? '' : ` up ${upTime(now - session.began)}`;
  return [
    `top - ${hour}:${minute}:${second}${up}`,
    `Tasks: ${String(all.length).padStart(3)} total, ${count('running')} running, ` +
      `${count('sleeping')} sleeping, ${count('stopped')} stopped`,
    `Mem: ${humanSize(memory)} in ${programs.length} ${programs.length === 1 ? 'program' : 'programs'}`,
  ];
}

/** As of uptime(1): `5 min`, ` 1:05`, `2 days,  1:05`. */
export function upTime(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  const hours = Math.floor(minutes / 60) % 24;
  const days = Math.floor(minutes / 1440);
  const day = days === 0 ? '' : `${days} ${days === 1 ? 'day' : 'days'}, `;
  const rest = String(minutes % 60);
  return hours === 0
    ? `${day}${rest} min`
    : `${day}${String(hours).padStart(2)}:${rest.padStart(2, '0')}`;
}
