// Programs: ELF, Mach-O, PE, wasm, class files.
import type { Head, Kind } from './magic.ts';

const elfMachines: Readonly<Record<number, string>> = {
  3: 'Intel 80386',
  8: 'MIPS',
  20: 'PowerPC or cisco 4500',
  21: '64-bit PowerPC or cisco 7500',
  22: 'IBM S/390',
  40: 'ARM',
  62: 'x86-64',
  183: 'ARM aarch64',
  243: 'UCB RISC-V',
};

const elfTypes: Readonly<Record<number, readonly [text: string, mime: string]>> = {
  1: ['relocatable', 'application/x-object'],
  2: ['executable', 'application/x-executable'],
  3: ['shared object', 'application/x-sharedlib'],
  4: ['core file', 'application/x-coredump'],
};

const peMachines: Readonly<Record<number, string>> = {
  0x14c: 'Intel 80386',
  0x1c4: 'ARM Thumb',
  0x8664: 'x86-64',
  0xaa64: 'Aarch64',
};

const peSubsystems: Readonly<Record<number, string>> = {
  1: 'native',
  2: 'GUI',
  3: 'console',
  10: 'EFI application',
};

const machTypes: Readonly<Record<number, string>> = {
  1: 'object',
  2: 'executable',
  6: 'dynamically linked shared library',
  8: 'bundle',
};

const machProcessors: Readonly<Record<number, string>> = {
  0x0000_0007: 'i386',
  0x0100_0007: 'x86_64',
  0x0100_000c: 'arm64',
};

export function executableKind(head: Head): Kind | undefined {
  if (head.has(0, '\x7fELF')) return elfKind(head);
  if (head.has(0, 'MZ')) return peKind(head);
  if (head.has(0, '\0asm')) return wasmKind(head);
  const mach = head.u32(0, true);
  if (mach === 0xfeedfacf || mach === 0xfeedface) {
    const bits = mach === 0xfeedfacf ? '64-bit ' : '';
    const processor = machProcessors[head.u32(4, true)] ?? 'unknown';
    const type = machTypes[head.u32(12, true)] ?? 'file';
    return { text: `Mach-O ${bits}${processor} ${type}`, mime: 'application/x-mach-binary' };
  }
  if (head.u32(0, false) === 0xcafebabe) {
    const version = head.u16(6, false);
    // A fat binary has few architectures where a class file has its version, from 45 on.
    return version >= 45
      ? {
          text: `compiled Java class data, version ${version}.${head.u16(4, false)}`,
          mime: 'application/x-java-applet',
        }
      : {
          text: `Mach-O universal binary with ${head.u32(4, false)} architectures`,
          mime: 'application/x-mach-binary',
        };
  }
  if (head.has(0, 'dex\n')) return { text: 'Dalvik dex file', mime: 'application/octet-stream' };
  return undefined;
}

function elfKind(head: Head): Kind {
  const little = head.u8(5) !== 2;
  const bits = head.u8(4) === 2 ? '64-bit' : '32-bit';
  const order = little ? 'LSB' : 'MSB';
  const [type = 'unknown type', mime = 'application/octet-stream'] =
    elfTypes[head.u16(16, little)] ?? [];
  const { isDynamic, interpreter } = elfSegments(head, little);
  const isPie = type === 'shared object' && interpreter !== undefined;
  const machine = elfMachines[head.u16(18, little)] ?? '*unknown arch*';
  const parts = [
    `ELF ${bits} ${order} ${isPie ? 'pie executable' : type}`,
    machine,
    `version ${head.u32(20, little)} (${head.u8(7) === 3 ? 'GNU/Linux' : 'SYSV'})`,
  ];
  if (type === 'executable' || type === 'shared object')
    parts.push(isDynamic ? 'dynamically linked' : 'statically linked');
  if (interpreter !== undefined) parts.push(`interpreter ${interpreter}`);
  return { text: parts.join(', '), mime: isPie ? 'application/x-pie-executable' : mime };
}

/** What the segments tell: whether it is linked when it begins, and by what. */
function elfSegments(
  head: Head,
  little: boolean,
): { readonly isDynamic: boolean; readonly interpreter: string | undefined } {
  const wide = head.u8(4) === 2;
  const start = head.u32(wide ? 32 : 28, little);
  const size = head.u16(wide ? 54 : 42, little);
  const count = Math.min(64, head.u16(wide ? 56 : 44, little));
  let isDynamic = false;
  let interpreter: string | undefined;
  for (let index = 0; index < count; index += 1) {
    const at = start + index * size;
    const type = head.u32(at, little);
    if (type === 2) isDynamic = true;
    if (type !== 3) continue;
    const offset = head.u32(at + (wide ? 8 : 4), little);
    const length = head.u32(at + (wide ? 32 : 16), little);
    interpreter = head.text(offset, Math.min(length, 256)).replace(/\0.*$/s, '');
  }
  return { isDynamic, interpreter };
}

function peKind(head: Head): Kind {
  const at = head.u32(60, true);
  if (!head.has(at, 'PE\0\0')) return { text: 'MS-DOS executable', mime: 'application/x-dosexec' };
  const plus = head.u16(at + 24, true) === 0x20b ? '+' : '';
  const subsystem = peSubsystems[head.u16(at + 92, true)] ?? 'unknown';
  const isLibrary = (head.u16(at + 22, true) & 0x2000) !== 0;
  const machine = peMachines[head.u16(at + 4, true)] ?? 'unknown processor';
  const sections = head.u16(at + 6, true);
  return {
    text: `PE32${plus} executable ${isLibrary ? '(DLL) ' : ''}(${subsystem}) ${machine}, for MS Windows, ${sections} sections`,
    mime: 'application/vnd.microsoft.portable-executable',
  };
}

function wasmKind(head: Head): Kind {
  // The upper half is the layer: 1 is a component.
  if (head.u16(6, true) === 1)
    return {
      text: `WebAssembly (wasm) component, version 0x${head.u16(4, true).toString(16)}`,
      mime: 'application/wasm',
    };
  const version = head.u32(4, true);
  const name = version === 1 ? ' (MVP)' : '';
  return {
    text: `WebAssembly (wasm) binary module version 0x${version.toString(16)}${name}`,
    mime: 'application/wasm',
  };
}
