// Pictures, sound and films.
import type { Head, Kind } from './magic.ts';

const pngColours: Readonly<Record<number, string>> = {
  0: 'grayscale',
  2: '/color RGB',
  3: ' colormap',
  4: 'gray+alpha',
  6: '/color RGBA',
};

const brands: readonly (readonly [brand: string, text: string, mime: string])[] = [
  ['isom', 'MP4 Base Media v1 [ISO 14496-12:2003]', 'video/mp4'],
  ['mp41', 'MP4 v1 [ISO 14496-1:ch13]', 'video/mp4'],
  ['mp42', 'MP4 v2 [ISO 14496-14]', 'video/mp4'],
  ['M4A ', 'Apple iTunes ALAC/AAC-LC (.M4A) Audio', 'audio/x-m4a'],
  ['M4V ', 'Apple iTunes Video (.M4V) Video', 'video/x-m4v'],
  ['qt  ', 'Apple QuickTime movie, Apple QuickTime (.MOV/QT)', 'video/quicktime'],
  ['heic', 'HEIF Image HEVC Main or Main Still Picture Profile', 'image/heic'],
  ['mif1', 'HEIF Image', 'image/heif'],
  ['avif', 'AVIF Image', 'image/avif'],
];

export function mediaKind(head: Head): Kind | undefined {
  return pictureKind(head) ?? soundKind(head);
}

function pictureKind(head: Head): Kind | undefined {
  if (head.has(0, '\x89PNG\r\n\x1a\n')) {
    const depth = head.u8(24);
    const colours = pngColours[head.u8(25)] ?? '';
    const separator = /^[/ ]/.test(colours) ? '' : ' ';
    const lace = head.u8(28) === 0 ? 'non-interlaced' : 'interlaced';
    const size = `${head.u32(16, false)} x ${head.u32(20, false)}`;
    return {
      text: `PNG image data, ${size}, ${depth}-bit${separator}${colours}, ${lace}`,
      mime: 'image/png',
    };
  }
  if (head.has(0, 'GIF8')) {
    const size = `${head.u16(6, true)} x ${head.u16(8, true)}`;
    return { text: `GIF image data, version ${head.text(3, 3)}, ${size}`, mime: 'image/gif' };
  }
  if (head.has(0, '\xff\xd8\xff'))
    return { text: `JPEG image data${jpegDetails(head)}`, mime: 'image/jpeg' };
  if (head.has(0, 'RIFF') && head.has(8, 'WEBP'))
    return { text: 'RIFF (little-endian) data, Web/P image', mime: 'image/webp' };
  if (head.has(0, 'BM') && head.u32(6, true) === 0 && head.u32(14, true) === 40) {
    const size = `${head.u32(18, true)} x ${head.u32(22, true) | 0} x ${head.u16(28, true)}`;
    return { text: `PC bitmap, Windows 3.x format, ${size}`, mime: 'image/bmp' };
  }
  if (head.has(0, 'II*\0')) return { text: 'TIFF image data, little-endian', mime: 'image/tiff' };
  if (head.has(0, 'MM\0*')) return { text: 'TIFF image data, big-endian', mime: 'image/tiff' };
  if (head.has(0, '8BPS'))
    return { text: 'Adobe Photoshop Image', mime: 'image/vnd.adobe.photoshop' };
  if (head.has(0, '\0\0\x01\0') && head.u16(4, true) > 0 && head.u32(18, true) >= 22)
    return {
      text: `MS Windows icon resource - ${head.u16(4, true)} icon(s)`,
      mime: 'image/vnd.microsoft.icon',
    };
  if (head.has(0, 'P6') && /^P6\s+\d+\s+\d+/.test(head.text(0, 40)))
    return { text: 'Netpbm image data, pixmap, rawbits', mime: 'image/x-portable-pixmap' };
  return undefined;
}

/** The size of a JPEG, which stands behind segments of other things. */
function jpegDetails(head: Head): string {
  const isJfif = head.has(6, 'JFIF');
  const standard = isJfif
    ? `, JFIF standard ${head.u8(11)}.${String(head.u8(12)).padStart(2, '0')}`
    : '';
  for (let at = 2; at < head.bytes.length && head.u8(at) === 0xff;) {
    const marker = head.u8(at + 1);
    // Start of frame, but for the tables that have numbers amid these.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      const how = marker === 0xc2 ? 'progressive' : 'baseline';
      const size = `${head.u16(at + 7, false)}x${head.u16(at + 5, false)}`;
      return `${standard}, ${how}, precision ${head.u8(at + 4)}, ${size}, components ${head.u8(at + 9)}`;
    }
    at += 2 + head.u16(at + 2, false);
  }
  return standard;
}

function soundKind(head: Head): Kind | undefined {
  if (head.has(0, 'ID3'))
    return {
      text: `Audio file with ID3 version 2.${head.u8(3)}.${head.u8(4)}`,
      mime: 'audio/mpeg',
    };
  if (head.u8(0) === 0xff && (head.u8(1) & 0xe6) === 0xe2)
    return { text: 'MPEG ADTS, layer III', mime: 'audio/mpeg' };
  if (head.has(0, 'fLaC')) return { text: 'FLAC audio bitstream data', mime: 'audio/flac' };
  if (head.has(0, 'OggS')) {
    const content = head.text(28, 16);
    if (content.startsWith('\x01vorbis'))
      return { text: 'Ogg data, Vorbis audio', mime: 'audio/ogg' };
    if (content.startsWith('OpusHead')) return { text: 'Ogg data, Opus audio', mime: 'audio/ogg' };
    if (content.startsWith('\x80theora'))
      return { text: 'Ogg data, Theora video', mime: 'video/ogg' };
    return { text: 'Ogg data', mime: 'application/ogg' };
  }
  if (head.has(0, 'RIFF') && head.has(8, 'WAVE'))
    return { text: 'RIFF (little-endian) data, WAVE audio', mime: 'audio/x-wav' };
  if (head.has(0, 'RIFF') && head.has(8, 'AVI '))
    return { text: 'RIFF (little-endian) data, AVI', mime: 'video/x-msvideo' };
  if (head.has(0, 'MThd')) return { text: 'Standard MIDI data', mime: 'audio/midi' };
  if (head.has(0, '\x1a\x45\xdf\xa3')) {
    return head.text(0, 64).includes('webm')
      ? { text: 'WebM', mime: 'video/webm' }
      : { text: 'Matroska data', mime: 'video/x-matroska' };
  }
  if (head.has(4, 'ftyp')) {
    const found = brands.find(([brand]) => head.has(8, brand));
    const [, text, mime] = found ?? ['', '', 'video/mp4'];
    return { text: `ISO Media${text === '' ? '' : `, ${text}`}`, mime };
  }
  if (head.has(0, '\0\0\x01\xba'))
    return { text: 'MPEG sequence, v2, program multiplex', mime: 'video/mpeg' };
  if (head.has(0, 'FLV\x01')) return { text: 'Macromedia Flash Video', mime: 'video/x-flv' };
  return undefined;
}
