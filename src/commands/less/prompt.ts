// What stands in the last row: less' prompts, after the patterns in its manual (PROMPTS).
import type { Settings } from './settings.ts';

/** What prompts tell. */
export interface Status {
  /** The file's name; undefined for standard input. */
  readonly name: string | undefined;
  readonly file: number;
  readonly files: number;
  readonly nextName: string | undefined;
  readonly isEnd: boolean;
  /** Whether it is the first prompt for this file. */
  readonly isFirst: boolean;
  /** The numbers of the first and the last line on the screen, and of the file's last; where they are wanted and known. */
  readonly lines:
    | { readonly top: number; readonly bottom: number; readonly last: number | undefined }
    | undefined;
  /** How many bytes there are up to the end of the screen, and all in all. */
  readonly bytes: { readonly bottom: number; readonly size: number | undefined };
}

/** The prompt of a setting. */
export function promptOf(status: Status, kind: Settings['prompt']): string {
  const percent = percentOf(status);
  if (kind === 'more') return `--More--${percent === '' ? '' : `(${percent})`}`;
  const { isEnd, nextName, isFirst } = status;
  const end = isEnd ? `(END) ${nextName === undefined ? '' : `- Next: ${nextName}`}` : '';
  let text: string;
  if (kind === 'long') text = `${nameOf(status)}${placeOf(status)}${end || percent}`;
  else {
    text = isFirst ? nameOf(status) : '';
    if (kind === 'short') text += end;
    else text += end || percent || `byte ${status.bytes.bottom}`;
  }
  return text.trimEnd();
}

/** What `=` tells. */
export function summaryOf(status: Status): string {
  const { bottom, size } = status.bytes;
  const bytes = `byte ${bottom}${size === undefined ? '' : `/${size}`} `;
  const end = status.isEnd ? '(END) ' : percentOf(status);
  return `${nameOf(status)}${linesOf(status)}${bytes}${end}`.trimEnd();
}

function nameOf({ name, file, files }: Status): string {
  const place = files > 1 ? `(file ${file} of ${files}) ` : '';
  return `${name === undefined ? '' : `${name} `}${place}`;
}

function placeOf(status: Status): string {
  const { bottom, size } = status.bytes;
  return linesOf(status) || `byte ${bottom}${size === undefined ? '' : `/${size}`} `;
}

function linesOf({ lines }: Status): string {
  if (lines === undefined) return '';
  const last = lines.last === undefined ? '' : `/${lines.last}`;
  return `lines ${lines.top}-${lines.bottom}${last} `;
}

function percentOf({ bytes: { bottom, size } }: Status): string {
  return size === undefined || size === 0 ? '' : `${Math.round((100 * bottom) / size)}%`;
}
