import { run, type Program } from '@dirsh/wasi';
import { onClick, print } from '../shared/page.ts';

// As `import program from './memory.wasm?asyncify'`, but instrumented beforehand: for Go that takes half a minute.
const program: Program = {
  jspi: new URL('./memory.wasm', import.meta.url).href,
  asyncify: new URL('./memory.asyncify.wasm', import.meta.url).href,
};

onClick('start', () => run(program, { args: ['memory'], stderr: print }));
