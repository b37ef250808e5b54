// A page that would instrument modules, but was built without Binaryen.
import { run } from '@dirsh/wasi';
import { instrument } from '@dirsh/wasi/instrument';
import address from '../plain/hello.wasm?url';

let results: string;
try {
  results = `${await run(fetch(address), { engine: 'asyncify', instrument })}`;
} catch (error) {
  results = String(error);
}
Object.assign(globalThis, { results });
