import { run } from '@dirsh/wasi';
import program from './hello.wasm?asyncify';
import { onFolder, print } from '../shared/page.ts';

onFolder((folder) =>
  run(program, {
    args: ['hello'],
    preopens: { '/folder': folder },
    cwd: '/folder',
    stdout: print,
    stderr: print,
  }),
);
