// Times of files, in the zone of `$TZ`.
import type { Call } from './call.ts';

/** The parts of a time in a zone. */
export interface LocalTime {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
  /** Nine digits. */
  readonly nanoseconds: string;
  /** `+0100` */
  readonly offset: string;
}

/** @param time nanoseconds since 1970 */
export function localTime(call: Call, time: bigint): LocalTime {
  const seconds = time / 1_000_000_000n;
  const date = new Date(Number(seconds) * 1000);
  const parts = new Map(
    formatOf(call.env.get('TZ') ?? 'UTC')
      .formatToParts(date)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  const offset = part('timeZoneName').replace('GMT', '').replace(':', '');
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
    nanoseconds: String(time % 1_000_000_000n).padStart(9, '0'),
    offset: offset === '' ? '+0000' : offset,
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const options = {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  } as const;
  try {
    return new Intl.DateTimeFormat('en', { ...options, timeZone });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return new Intl.DateTimeFormat('en', { ...options, timeZone: 'UTC' }); // as libc does
  }
}

/** `2026-11-25 09:45:22.775072873 +0000` */
export function fullTime(call: Call, time: bigint): string {
  const { year, month, day, hour, minute, second, nanoseconds, offset } = localTime(call, time);
  return `${year}-${month}-${day} ${hour}:${minute}:${second}.${nanoseconds} ${offset}`;
}
