// What 1 GiB through pipes takes: the memory of a page that does nothing else, new for each pipeline.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engines } from '../e2e/setup/engines.ts';
import { ShellPage } from '../e2e/setup/shell-page.ts';
import { serveFolder } from '../e2e/setup/static-server.ts';
import { writeHole } from './jobs/folder.ts';
import { peakMemory, resetPeak } from './measure/memory.ts';
import { dist } from './measure/with-folder.ts';

const gibibyte = 1024 ** 3;

const pipelines = [
  'yes | head -n 1 > /dev/null',
  'cat gibibyte | sha256sum > /dev/null',
  String.raw`head -c 1G /dev/zero | tr '\0' x | wc -c > /dev/null`,
  'yes | head -c 1G | wc -c > /dev/null',
];

/** Measures, and prints a table: milliseconds from Enter to the prompt, and the peak of the page's whole process. */
export async function benchPipelines(): Promise<void> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'dirsh-bench-')));
  writeHole(join(folder, 'gibibyte'), gibibyte);
  const server = await serveFolder(dist, '/bench/');
  console.log('\n| pipeline | engine | ms | peak, MB |\n| --- | --- | --- | --- |');
  for (const engine of engines) {
    for (const line of pipelines) {
      const profile = mkdtempSync(join(tmpdir(), 'dirsh-bench-profile-'));
      const shell = await ShellPage.open({ url: server.url, engine, profile });
      await shell.drop(folder);
      await shell.run('/bin/true');
      resetPeak(profile);
      const began = performance.now();
      await shell.run(line);
      const time = performance.now() - began;
      const peak = (peakMemory(profile) ?? NaN) / 1e6;
      console.log(
        `| \`${line.replaceAll('|', '\\|')}\` | ${engine} | ${time.toFixed(0)} | ${peak.toFixed(0)} |`,
      );
      await shell.close();
      rmSync(profile, { recursive: true, force: true });
    }
  }
  server.close();
  rmSync(folder, { recursive: true, force: true });
}
