import { describe, expect, test } from 'vitest';
import { findProgram } from './program-path.ts';
import { MemoryFileSystem } from '../../wasi/vfs/memory-fs.ts';
import type { World } from './world.ts';

const programs = new Set(['ls', '[']);

/** A tree with programs of the user's. */
function tree(): World['fs'] {
  const memory = new MemoryFileSystem();
  memory.createDirectory(['mnt']);
  memory.createDirectory(['mnt', 'tools']);
  const write = (path: string[], bytes: Uint8Array): void => {
    const file = memory.open(path, { read: true, write: true, create: true });
    if (file.kind !== 'file') throw new TypeError('no file');
    void file.write(0, bytes);
  };
  const module = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  write(['mnt', 'tool.wasm'], module);
  write(['mnt', 'tools', 'plain'], module);
  write(['mnt', 'tools', 'both'], module);
  write(['mnt', 'tools', 'both.wasm'], module);
  write(['mnt', 'tools', 'ls'], module);
  write(['mnt', 'tools', 'text'], new TextEncoder().encode('no program'));
  write(['mnt', 'tools', 'component.wasm'], Uint8Array.of(0, 0x61, 0x73, 0x6d, 13, 0, 1, 0));
  return Object.assign(memory, { readOnlyAt: () => false });
}

const world = { fs: tree(), programs };

describe('findProgram', () => {
  test.for([
    ['ls', '/usr/bin:/bin', [], 'ls'],
    ['ls', undefined, [], 'ls'],
    ['[', '/bin/', ['mnt'], '['],
    ['/bin/ls', '/nowhere', ['mnt'], 'ls'],
    ['../bin/ls', '', ['mnt'], 'ls'],
    ['./ls', '/bin', ['bin'], 'ls'],
    ['ls', '', ['bin'], 'ls'],
    ['./tool.wasm', '/bin', ['mnt'], ['mnt', 'tool.wasm']],
    ['/mnt/tools/plain', '/bin', [], ['mnt', 'tools', 'plain']],
    ['plain', '/bin:/mnt/tools', [], ['mnt', 'tools', 'plain']],
    ['tool', '/bin:', ['mnt'], ['mnt', 'tool.wasm']],
    ['both', '/mnt/tools', [], ['mnt', 'tools', 'both']],
    ['ls', '/mnt/tools:/bin', [], ['mnt', 'tools', 'ls']],
    ['ls', '/bin:/mnt/tools', [], 'ls'],
  ] as const)('%s in PATH=%s from /%s', async ([name, path, cwd, found]) => {
    expect(await findProgram(name, path, cwd, world)).toEqual(found);
  });

  test.for([
    ['rm', '/bin', 'ENOENT'],
    ['ls', '/nowhere', 'ENOENT'],
    ['ls', '', 'ENOENT'],
    ['/ls', '/bin', 'ENOENT'],
    ['/bin/ls/x', '/bin', 'ENOENT'],
    ['', '/bin', 'ENOENT'],
    ['text', '/mnt/tools', 'ENOENT'],
    ['tools', '/mnt', 'ENOENT'],
    ['./tools/text', '/bin', 'ENOEXEC'],
    ['./tools', '/bin', 'EISDIR'],
    ['./tools/component.wasm', '/bin', 'ENOEXEC'],
  ] as const)('%s in PATH=%s is none', async ([name, path, code]) => {
    await expect(findProgram(name, path, ['mnt'], world)).rejects.toMatchObject({ code });
  });
});
