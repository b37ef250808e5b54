// The first bytes of a file, by which a program of the user's is known: files of a browser have no permission to be run.

/** How many bytes are looked at; bash looks at as many to know a text. */
export const headSize = 80;

/** What a file is, of its first bytes. */
export type FileKind = 'module' | 'component' | 'binary' | 'text';

/** https://webassembly.github.io/spec/core/binary/modules.html#binary-module */
export function kindOf(head: Uint8Array): FileKind {
  const [nul, a, s, m, , , layer] = head;
  if (nul === 0 && a === 0x61 && s === 0x73 && m === 0x6d) {
    // Behind the version of a component stands 1: https://github.com/WebAssembly/component-model
    return layer === 1 ? 'component' : 'module';
  }
  const end = head.indexOf(10);
  return head.subarray(0, end < 0 ? undefined : end).includes(0) ? 'binary' : 'text';
}
