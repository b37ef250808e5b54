import { instantiate } from '@dirsh/wasi';
import program from './sleep.wasm?asyncify';
import { element, onClick } from '../shared/page.ts';

interface Exports {
  count_down(from: number, pause: number): Promise<void>;
}

const imports = {
  page: {
    sleep_ms: (milliseconds: number) =>
      new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
    show: (number: number) => element('output').append(`${number}\n`),
  },
};

onClick('start', async () => {
  const { exports } = await instantiate<Exports>(program, imports);
  await exports.count_down(3, 500);
});
