// Archives and compressed files.
import type { Head, Kind } from './magic.ts';

const office: readonly (readonly [directory: string, text: string, mime: string])[] = [
  [
    'word/',
    'Microsoft Word 2007+',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ],
  [
    'xl/',
    'Microsoft Excel 2007+',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ],
  [
    'ppt/',
    'Microsoft PowerPoint 2007+',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  ],
];

const documents: Readonly<Record<string, string>> = {
  'application/vnd.oasis.opendocument.text': 'OpenDocument Text',
  'application/vnd.oasis.opendocument.spreadsheet': 'OpenDocument Spreadsheet',
  'application/vnd.oasis.opendocument.presentation': 'OpenDocument Presentation',
  'application/vnd.oasis.opendocument.graphics': 'OpenDocument Drawing',
  'application/epub+zip': 'EPUB document',
};

const methods: Readonly<Record<number, string>> = {
  0: 'store',
  8: 'deflate',
  12: 'bzip2',
  14: 'lzma',
};
const checks: Readonly<Record<number, string>> = {
  0: 'NONE',
  1: 'CRC32',
  4: 'CRC64',
  10: 'SHA-256',
};

export function archiveKind(head: Head): Kind | undefined {
  if (head.has(0, 'PK\x03\x04')) return zipKind(head);
  if (head.has(0, 'PK\x05\x06'))
    return { text: 'Zip archive data (empty)', mime: 'application/zip' };
  if (head.has(0, '\x1f\x8b')) return gzipKind(head);
  if (head.has(0, 'BZh'))
    return {
      text: `bzip2 compressed data, block size = ${head.text(3, 1)}00k`,
      mime: 'application/x-bzip2',
    };
  if (head.has(0, '\xfd7zXZ\0')) {
    const check = checks[head.u8(7)];
    return {
      text: `XZ compressed data${check === undefined ? '' : `, checksum ${check}`}`,
      mime: 'application/x-xz',
    };
  }
  if (head.has(0, '\x28\xb5\x2f\xfd')) {
    const id = (head.u8(4) & 3) === 0 ? ', Dictionary ID: None' : '';
    return { text: `Zstandard compressed data (v0.8+)${id}`, mime: 'application/zstd' };
  }
  if (head.has(0, '\x04\x22\x4d\x18'))
    return { text: 'LZ4 compressed data (v1.4+)', mime: 'application/x-lz4' };
  if (head.has(0, "7z\xbc\xaf'\x1c"))
    return {
      text: `7-zip archive data, version ${head.u8(6)}.${head.u8(7)}`,
      mime: 'application/x-7z-compressed',
    };
  if (head.has(0, 'Rar!\x1a\x07')) {
    const version = head.u8(6) === 0 ? 'v4' : 'v5';
    return { text: `RAR archive data, ${version}`, mime: 'application/x-rar' };
  }
  if (head.has(0, '!<arch>\n')) {
    return head.has(8, 'debian-binary')
      ? {
          text: 'Debian binary package (format 2.0)',
          mime: 'application/vnd.debian.binary-package',
        }
      : { text: 'current ar archive', mime: 'application/x-archive' };
  }
  if (head.has(257, 'ustar  \0'))
    return { text: 'POSIX tar archive (GNU)', mime: 'application/x-tar' };
  if (head.has(257, 'ustar\0')) return { text: 'POSIX tar archive', mime: 'application/x-tar' };
  if (head.has(0, '\x1f\x9d')) return { text: "compress'd data", mime: 'application/x-compress' };
  if (head.has(0, '\xed\xab\xee\xdb')) return { text: 'RPM', mime: 'application/x-rpm' };
  return undefined;
}

function zipKind(head: Head): Kind {
  const length = head.u16(26, true);
  const name = head.text(30, length);
  if (name === 'mimetype') {
    const type = head.text(30 + length + head.u16(28, true), head.u32(18, true));
    const text = documents[type];
    if (text !== undefined) return { text, mime: type };
  }
  const content = head.text(0, 8192);
  if (/^(?:\[Content_Types\]\.xml|_rels\/|docProps)/.test(name)) {
    const found = office.find(([directory]) => content.includes(directory));
    if (found !== undefined) return { text: found[1], mime: found[2] };
    return { text: 'Microsoft OOXML', mime: 'application/octet-stream' };
  }
  if (name === 'META-INF/' && head.u16(28, true) > 0)
    return { text: 'Java archive data (JAR)', mime: 'application/java-archive' };
  const version = head.u16(4, true);
  const least = `v${Math.floor(version / 10)}.${version % 10}`;
  const method = methods[head.u16(8, true)];
  const how = method === undefined ? '' : `, compression method=${method}`;
  return { text: `Zip archive data, at least ${least} to extract${how}`, mime: 'application/zip' };
}

function gzipKind(head: Head): Kind {
  const flags = head.u8(3);
  let text = 'gzip compressed data';
  if (flags & 8) {
    const end = head.bytes.indexOf(0, 10);
    text += `, was "${head.text(10, Math.max(0, end - 10))}"`;
  }
  if (head.u8(9) === 3) text += ', from Unix';
  return { text, mime: 'application/gzip' };
}
