// What begins the binary formats: by the numbers that each has in its first bytes.
import { archiveKind } from './archives.ts';
import { executableKind } from './executables.ts';
import { mediaKind } from './media.ts';

/** What a file is. */
export interface Kind {
  readonly text: string;
  readonly mime: string;
}

/** Bytes of a file's beginning, read as numbers. What is beyond its end is 0. */
export class Head {
  readonly bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** The characters from `at` on, a byte each. */
  text(at: number, length: number): string {
    return String.fromCharCode(...this.bytes.subarray(at, at + length));
  }

  has(at: number, text: string): boolean {
    return this.text(at, text.length) === text;
  }

  u8(at: number): number {
    return this.bytes[at] ?? 0;
  }

  u16(at: number, littleEndian: boolean): number {
    return at + 2 <= this.bytes.length ? this.#view.getUint16(at, littleEndian) : 0;
  }

  u32(at: number, littleEndian: boolean): number {
    return at + 4 <= this.bytes.length ? this.#view.getUint32(at, littleEndian) : 0;
  }
}

/** Formats that are known by their first bytes alone. */
const simple: readonly (readonly [at: number, start: string, text: string, mime: string])[] = [
  [0, 'SQLite format 3\0', 'SQLite 3.x database', 'application/vnd.sqlite3'],
  [0, 'wOFF', 'Web Open Font Format', 'font/woff'],
  [0, 'wOF2', 'Web Open Font Format (Version 2)', 'font/woff2'],
  [0, 'OTTO', 'OpenType font data', 'application/vnd.ms-opentype'],
  [0, '\0\x01\0\0\0', 'TrueType Font data', 'font/sfnt'],
  [
    0,
    '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
    'Composite Document File V2 Document',
    'application/CDFV2',
  ],
  [0, '{\\rtf', 'Rich Text Format data', 'text/rtf'],
  [0, '%!PS', 'PostScript document text', 'application/postscript'],
  [0, 'BC\xc0\xde', 'LLVM IR bitcode', 'application/octet-stream'],
  [0, '\x80\x04\x95', 'Python pickle', 'application/octet-stream'],
  [0, 'PACK', 'Git pack', 'application/octet-stream'],
  [0, 'DIRC', 'Git index', 'application/octet-stream'],
  [
    0,
    '\xd4\xc3\xb2\xa1',
    'pcap capture file, microsecond ts (little-endian)',
    'application/vnd.tcpdump.pcap',
  ],
  [0, '\x0a\x0d\x0d\x0a', 'pcapng capture file', 'application/octet-stream'],
  [32_769, 'CD001', 'ISO 9660 CD-ROM filesystem data', 'application/x-iso9660-image'],
];

/** What a file with these first bytes is, where that is a binary format. */
export function binaryKind(head: Head): Kind | undefined {
  if (head.has(0, '%PDF-'))
    return { text: `PDF document, version ${head.text(5, 3)}`, mime: 'application/pdf' };
  const found = simple.find(([at, start]) => head.has(at, start));
  if (found !== undefined) return { text: found[2], mime: found[3] };
  return archiveKind(head) ?? executableKind(head) ?? mediaKind(head);
}
