import { run } from '@dirsh/wasi';
import { getAnswer } from './get-answer.ts';
import program from './get-answer.wasm?asyncify';
import { element, onClick, print } from '../shared/page.ts';

const address = element('address') as HTMLInputElement;

onClick('ask', () =>
  run(program, {
    args: ['get-answer', address.value],
    stdout: print,
    stderr: print,
    imports: (running) => ({
      page: { get_answer: (url: number, answer: number) => getAnswer(running, url, answer) },
    }),
  }),
);
