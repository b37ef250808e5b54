// For tests: the model's descriptors, by the rules of POSIX. A descriptor refers to an open file description, which has
// the offset and refers to a node; the node lives as long as somebody refers to it, whatever its names do.
import type { DescriptorStep, How } from './step.ts';
import { describe, fail, setTimes, type Base, type Directory, type File } from './tree.ts';

interface OpenDirectory extends Base {
  readonly kind: 'directory';
}

interface OpenFile {
  readonly kind: 'file';
  readonly file: File;
  readonly access: How['access'];
  append: boolean;
  position: number;
}

/** The directories and the files that are open, by number. */
export class Descriptors {
  readonly #open = new Map<number, OpenDirectory | OpenFile>();

  /** A directory that the program has from the start, from 3 on. */
  preopen(directory: Directory, clamp: boolean): void {
    let fd = 3;
    while (this.#open.has(fd)) fd++;
    this.#open.set(fd, { kind: 'directory', directory, floor: directory, clamp });
  }

  get open(): number[] {
    return [...this.#open.keys()].toSorted((a, b) => a - b);
  }

  alive(fd: number): boolean {
    const open = this.#open.get(fd);
    return open?.kind === 'file' || open?.directory.removed === false;
  }

  isDirectory(fd: number): boolean {
    return this.#open.get(fd)?.kind === 'directory';
  }

  /** Where paths from a descriptor begin. @throws EBADF, ENOTDIR */
  directory(fd: number): OpenDirectory {
    const open = this.#get(fd);
    return open.kind === 'directory' ? open : fail('ENOTDIR');
  }

  #get(fd: number): OpenDirectory | OpenFile {
    return this.#open.get(fd) ?? fail('EBADF');
  }

  #lowest(open: OpenDirectory | OpenFile): number {
    let fd = 0;
    while (this.#open.has(fd)) fd++;
    this.#open.set(fd, open);
    return fd;
  }

  /** Opens what was found from `base`. Out of a directory that is no root of a Unix tree no path leads. */
  add(node: File | Directory, { access, append }: How, base: Base): number {
    if (node.kind === 'file')
      return this.#lowest({ kind: 'file', file: node, access, append, position: 0 });
    const { clamp } = base;
    const floor = clamp ? base.floor : node;
    return this.#lowest({ kind: 'directory', directory: node, floor, clamp });
  }

  /** A file that is open for reading, or for writing. */
  #file(fd: number, access?: 'read' | 'write'): OpenFile {
    const open = this.#get(fd);
    if (open.kind === 'directory')
      return access === 'read' ? fail('EBADF', 'EISDIR') : fail('EBADF');
    if (access !== undefined && open.access !== access && open.access !== 'both') fail('EBADF');
    return open;
  }

  apply(step: DescriptorStep): string | void {
    const { fd } = step;
    switch (step.name) {
      case 'close':
        this.#get(fd);
        this.#open.delete(fd);
        return;
      case 'dup':
        return `fd ${this.#lowest(this.#get(fd))}`;
      case 'renumber': {
        const open = this.#get(fd);
        this.#get(step.to);
        this.#open.delete(fd);
        this.#open.set(step.to, open);
        return;
      }
      case 'fdStat': {
        const open = this.#get(fd);
        if (open.kind === 'file') return describe(open.file);
        return open.directory.removed ? fail('ENOENT') : describe(open.directory);
      }
      case 'sync':
        return void this.#get(fd);
      case 'tell':
        return String(this.#file(fd).position);
      case 'seek':
        return this.#seek(this.#file(fd), step.whence, step.offset);
      case 'read': {
        const open = this.#get(fd).kind === 'directory' ? fail('EISDIR') : this.#file(fd, 'read');
        const text = open.file.text.slice(open.position, open.position + step.size);
        open.position += text.length;
        return text;
      }
      case 'pread':
        return this.#file(fd, 'read').file.text.slice(step.offset, step.offset + step.size);
      case 'write': {
        const open = this.#file(fd, 'write');
        open.position = write(open, open.position, step.text);
        return;
      }
      case 'pwrite':
        write(this.#file(fd, 'write'), step.offset, step.text);
        return;
      case 'setSize':
        return this.#setSize(fd, () => step.size);
      case 'allocate':
        return this.#setSize(fd, (size) => Math.max(size, step.offset + step.size));
      case 'setAppend':
        this.#file(fd).append = step.append;
        return;
      case 'fdSetTimes': {
        const open = this.#get(fd);
        if (open.kind === 'directory' && open.directory.removed) fail('ENOENT');
        return setTimes(open.kind === 'file' ? open.file : open.directory, step.times);
      }
    }
  }

  #seek(open: OpenFile, whence: 'start' | 'current' | 'end', offset: number): string {
    const origins = { start: 0, current: open.position, end: open.file.text.length };
    const position = origins[whence] + offset;
    if (position < 0) fail('EINVAL');
    open.position = position;
    return String(position);
  }

  /** ftruncate(2) says EINVAL of what is not open for writing, and POSIX that EBADF will do. */
  #setSize(fd: number, sizeFrom: (size: number) => number): void {
    const open = this.#get(fd);
    if (open.kind === 'directory' || open.access === 'read') return fail('EBADF', 'EINVAL');
    const { file } = open;
    const size = sizeFrom(file.text.length);
    file.text = file.text.slice(0, size).padEnd(size, '\0');
    file.modified = 'now';
  }
}

/** Writes at `position`, or at the end with O_APPEND, and gives where the last byte ends. */
function write({ file, append }: OpenFile, position: number, text: string): number {
  const start = append ? file.text.length : position;
  const before = file.text.slice(0, start).padEnd(start, '\0');
  file.text = before + text + file.text.slice(start + text.length);
  file.modified = 'now';
  return start + text.length;
}
