import { run, type Program } from '@dirsh/wasi';
import { onFolder, print } from '../shared/page.ts';

// As `import program from './hello.wasm?asyncify'`, but instrumented beforehand: for Go that takes half a minute.
const program: Program = {
  jspi: new URL('./hello.wasm', import.meta.url).href,
  asyncify: new URL('./hello.asyncify.wasm', import.meta.url).href,
};

onFolder((folder) =>
  run(program, {
    args: ['hello'],
    preopens: { '/folder': folder },
    cwd: '/folder',
    stdout: print,
    stderr: print,
  }),
);
