// `file`, compared with the real one: all of the sentence where ours says as much, else how it begins; and the MIME types.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ours, theirs, treeOf } from '../bench.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const le32 = (value: number): string =>
  String.fromCharCode(value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >>> 24) & 255);
const be32 = (value: number): string => [...le32(value)].toReversed().join('');
const zip = (name: string, content: string, extra = ''): string =>
  `PK\x03\x04\x14\0\0\0\0\0\0\0!\0\0\0\0\0${le32(content.length)}${le32(content.length)}` +
  `${String.fromCharCode(name.length)}\0\0\0${name}${content}${extra}`;

/** What is said in the same words. */
const texts: Record<string, string | Uint8Array> = {
  ascii: 'hello\n',
  utf8: 'h\u00e9llo\n',
  latin: bytes('h\xe9llo\n'),
  crlf: 'a\r\nb\r\n',
  cr: 'a\rb\r',
  mixed: 'a\nb\r\nc\n',
  bom: '\ufeffbom\n',
  utf16: Buffer.from('\ufeffhello\n', 'utf16le'),
  empty: '',
  one: 'x',
  unended: 'xy',
  long: `${'x'.repeat(600)}\n`,
  escapes: 'a\u001b[1mb\n',
  sh: '#!/bin/sh\necho\n',
  bash: '#!/bin/bash\necho\n',
  python: '#!/usr/bin/env python3\nprint()\n',
  perl: '#!/usr/bin/perl\nprint;\n',
  json: '{"a": 1}\n',
  xml: '<?xml version="1.0"?>\n<a/>\n',
  html: '<!DOCTYPE html>\n<html></html>\n',
  diff: 'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n',
  c: '#include <stdio.h>\nint main(void) {\n}\n',
  pem: '-----BEGIN RSA PRIVATE KEY-----\nabc\n',
  data: bytes('\x01\x02\x03\0\xff\xfe\t\t'),
  wasm: bytes('\0asm\x01\0\0\0'),
  png: bytes(`\x89PNG\r\n\x1a\n${be32(13)}IHDR${be32(3)}${be32(2)}\x08\x02\0\0\0\0\0\0\0`),
  gif: bytes('GIF89a\x05\0\x07\0\0\0\0;'),
  bzip2: bytes('BZh91AY&SY\0\0\0\0'),
  xz: bytes('\xfd7zXZ\0\0\x04\xe6\xd6\xb4F'),
  seven: bytes("7z\xbc\xaf'\x1c\0\x04" + '\0'.repeat(30)),
  zip: bytes(zip('name.txt', 'content', `PK\x01\x02${'\0'.repeat(60)}`)),
  docx: bytes(
    zip('[Content_Types].xml', '<x/>', zip('_rels/.rels', 'x', zip('word/document.xml', 'x'))),
  ),
  odt: bytes(zip('mimetype', 'application/vnd.oasis.opendocument.text')),
  macho: bytes('\xcf\xfa\xed\xfe\x07\0\0\x01\x03\0\0\0\x02\0\0\0' + '\0'.repeat(40)),
  mp4: bytes(`${be32(24)}ftypisom\0\0\x02\0isomiso2` + '\0'.repeat(50)),
  pe: bytes(
    `MZ${'\0'.repeat(58)}${le32(128)}${'\0'.repeat(64)}PE\0\0\x64\x86\x03\0${'\0'.repeat(12)}` +
      `\xf0\0\x22\0\x0b\x02${'\0'.repeat(66)}\x03\0${'\0'.repeat(200)}`,
  ),
  tar: spawnSync('tar', ['cf', '-', '-C', '/etc', 'hostname']).stdout,
};

/** What the real one says more of. */
const begun: Record<string, Uint8Array> = {
  elf: readFileSync('/bin/true'),
  gzip: gzipSync('hello'),
  flac: bytes(`fLaC\0\0\0\x22\x10\0\x10\0\0\0\0\0\0\0\x0a\xc4\x42\xf0${'\0'.repeat(20)}`),
  ogg: bytes(
    `OggS\0\x02${'\0'.repeat(20)}\x01\x1e\x01vorbis\0\0\0\0\x02\x44\xac\0\0${'\0'.repeat(30)}`,
  ),
  wav: bytes(
    `RIFF${le32(44)}WAVEfmt \x10\0\0\0\x01\0\x02\0\x44\xac\0\0\x10\xb1\x02\0\x04\0\x10\0data\x08\0\0\0`,
  ),
  webp: bytes(
    `RIFF${le32(30)}WEBPVP8 ${le32(18)}\x30\x01\0\x9d\x01\x2a\x10\0\x20\0${'\0'.repeat(8)}`,
  ),
  mp3: bytes(`ID3\x04\0\0\0\0\0\0\xff\xfb\x90\x64${'\0'.repeat(400)}`),
  jpeg: bytes(
    '\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0' +
      '\xff\xc0\0\x11\x08\0\x10\0\x20\x03\x01\x22\0\x02\x11\x01\x03\x11\x01\xff\xd9',
  ),
  bmp: bytes(
    `BM${le32(70)}\0\0\0\0${le32(54)}${le32(40)}${le32(4)}${le32(3)}\x01\0\x18\0${'\0'.repeat(40)}`,
  ),
};

const files = { ...texts, ...begun, 'd/x': '' };

const words = async (name: string): Promise<string> =>
  (await ours(['file', '-b', name], await treeOf(files))).stdout;

test.for(Object.keys(texts))('file %s', async (name) => {
  expect(await words(name)).toBe(theirs(['file', '-b', name], files).stdout);
});

test.for(Object.keys(begun))('file %s: what it is', async (name) => {
  const [first = ''] = (await words(name)).trimEnd().split(', ');
  expect(theirs(['file', '-b', name], files).stdout.startsWith(first)).toBe(true);
});

test.for(Object.keys(files).filter((name) => !name.includes('/')))('file -i %s', async (name) => {
  expect(await ours(['file', '-i', name], await treeOf(files))).toEqual(
    theirs(['file', '-i', name], files),
  );
});

test.for<readonly string[]>([
  ['ascii', 'python', 'd', 'nothing'],
  ['--mime-type', 'ascii', 'wasm'],
  ['-b', '--mime-encoding', 'latin', 'wasm'],
  ['-F', ' =', 'ascii', 'utf8'],
  ['-N', 'ascii', 'utf8'],
])('file %j', async (args) => {
  expect(await ours(['file', ...args], await treeOf(files))).toEqual(
    theirs(['file', ...args], files),
  );
});
