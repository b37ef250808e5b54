import { run } from '@dirsh/wasi';
import program from './thermometer.wasm?asyncify';
import { usbImports } from './usb-imports.ts';
import { onClick, print } from '../shared/page.ts';

onClick('measure', async () => {
  const device = await navigator.usb.requestDevice({ filters: [] });
  await run(program, {
    args: ['thermometer'],
    stdout: print,
    stderr: print,
    imports: (running) => ({ usb: usbImports(device, running) }),
  });
});
