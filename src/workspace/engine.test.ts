import { expect, test } from 'vitest';
import { chooseEngine } from './engine.ts';

test('chooseEngine() takes JSPI where the browser has it', () => {
  expect(chooseEngine(null, true)).toEqual({ engine: 'jspi', notices: [] });
  expect(chooseEngine(null, false)).toEqual({ engine: 'asyncify', notices: [] });
});

test('chooseEngine() takes what the address names', () => {
  expect(chooseEngine('asyncify', true)).toEqual({ engine: 'asyncify', notices: [] });
  expect(chooseEngine('jspi', true)).toEqual({ engine: 'jspi', notices: [] });
});

test('chooseEngine() says so when the browser cannot', () => {
  expect(chooseEngine('jspi', false)).toEqual({
    engine: 'asyncify',
    notices: ['This browser has no JSPI: the programs run on Asyncify.'],
  });
});

test('chooseEngine() shows an unknown name without control characters', () => {
  const { notices } = chooseEngine('\u001b[31mx', true);
  expect(notices).toEqual(["There is no engine '??31mx': the programs run on JSPI."]);
});
