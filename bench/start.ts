// What the start promises, measured in a real Chromium on a real folder: the time of a warm /bin/true, the time to the
// first prompt, and the bytes before it.
import { brotliCompressSync, constants } from 'node:zlib';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engines } from '../e2e/setup/engines.ts';
import { ShellPage, type EngineName } from '../e2e/setup/shell-page.ts';
import { serveFolder } from '../e2e/setup/static-server.ts';
import { figuresOf, type Figures } from './measure/figures.ts';

function print(what: string, { median, worst }: Figures, bound: string): void {
  console.log(
    `${what.padEnd(64)} median ${median.toFixed(1)} ms, worst ${worst.toFixed(1)} ms (${bound})`,
  );
}

/** How many runs come before those that count: they begin workers, and V8 compiles what it finds hot. */
const warmUp = 20;

/** Milliseconds from Enter's key event to the next prompt's bytes handed to xterm.js. */
async function timeCommand(
  shell: ShellPage,
  line: string,
  runs: number,
  entered: 'pasted' | 'typed',
): Promise<Figures> {
  await shell.page.evaluate(() => {
    const { terminal } = globalThis.dirsh;
    const write = terminal.write.bind(terminal);
    const decoder = new TextDecoder();
    const times: number[] = [];
    let began = 0;
    addEventListener(
      'keydown',
      (event) => {
        if (event.key === 'Enter') began = event.timeStamp;
      },
      { capture: true },
    );
    terminal.write = (data, done) => {
      const text = typeof data === 'string' ? data : decoder.decode(data);
      if (began > 0 && text.includes('$ ')) {
        times.push(performance.now() - began);
        began = 0;
      }
      write(data, done);
    };
    Object.assign(globalThis, { benchTimes: times });
  });
  for (let count = 0; count < runs; count++) {
    const before = await shell.prompts();
    if (entered === 'typed') await shell.page.keyboard.type(line);
    else await shell.type(line);
    // A person's Enter comes a while after the screen has shown what was typed: the browser has drawn its frame.
    await shell.page.waitForTimeout(100);
    await shell.press('Enter');
    await shell.waitForPrompt(before);
  }
  const times = await shell.page.evaluate(
    () => (globalThis as unknown as { benchTimes: number[] }).benchTimes,
  );
  return figuresOf(times.slice(warmUp));
}

/** What a visit took. */
interface Visit {
  /** Milliseconds from the navigation to the first prompt. */
  readonly prompt: number;
  /** Milliseconds from the navigation to the prompt behind an `ls` that is typed at the first one. */
  readonly ls: number;
}

async function timeVisit(shell: ShellPage): Promise<Visit> {
  await shell.page.waitForFunction(() => globalThis.dirsh?.prompts() > 0);
  // When the prompt's message arrived; polling adds what one frame takes.
  const prompt = await shell.page.evaluate(() => performance.now());
  await shell.run('ls');
  return { prompt, ls: await shell.page.evaluate(() => performance.now()) };
}

/** First visits, each with a new profile, or visits of one profile behind the first. */
async function timeVisits(
  url: string,
  engine: EngineName,
  which: 'first' | 'second',
  visits: number,
): Promise<{ readonly prompt: Figures; readonly ls: Figures }> {
  const taken: Visit[] = [];
  while (taken.length < visits) {
    const shell = await ShellPage.open({ url, engine });
    const first = await timeVisit(shell);
    if (which === 'first') taken.push(first);
    else {
      while (taken.length < visits) {
        await shell.page.reload();
        taken.push(await timeVisit(shell));
      }
    }
    await shell.close();
  }
  return {
    prompt: figuresOf(taken.map(({ prompt }) => prompt)),
    ls: figuresOf(taken.map(({ ls }) => ls)),
  };
}

/** Bytes in Brotli of all that the page asks for before the first prompt, programs not counted. */
async function bytesBeforePrompt(url: string, engine: EngineName): Promise<number> {
  const shell = await ShellPage.open({ url, engine });
  const asked: string[] = [];
  shell.context.on('request', (request) => asked.push(request.url()));
  await shell.page.reload();
  await shell.page.waitForFunction(() => globalThis.dirsh?.prompts() > 0);
  await shell.close();
  const files = asked.filter(
    (address) => address.startsWith(url) && !/\.wasm|[?]engine/.test(address),
  );
  let bytes = 0;
  for (const address of new Set([...files, `${url}index.html`])) {
    const content = readFileSync(join(dist, address.slice(url.length)));
    bytes += brotliCompressSync(content, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11 },
    }).length;
  }
  return bytes;
}

const dist = process.env['DIRSH_DIST'] ?? 'dist';

/** Measures, and prints lines. */
export async function benchStart(): Promise<void> {
  const server = await serveFolder(dist, '/bench/');
  for (const engine of engines) {
    const folder = mkdtempSync(join(tmpdir(), 'dirsh-bench-'));
    const shell = await ShellPage.open({ url: server.url, engine });
    await shell.drop(folder);
    const bound = engine === 'jspi' ? 'at most 10' : 'no bound';
    for (const entered of ['pasted', 'typed'] as const) {
      const figures = await timeCommand(shell, '/bin/true', warmUp + 40, entered);
      print(`${engine}: a warm /bin/true, ${entered}, from Enter to the prompt`, figures, bound);
    }
    await shell.close();
    rmSync(folder, { recursive: true, force: true });
  }
  for (const which of ['first', 'second'] as const) {
    const { prompt, ls } = await timeVisits(server.url, 'jspi', which, 5);
    const bound = which === 'second' ? 'at most 1000' : 'no bound';
    print(`a ${which} visit, from the navigation to the prompt`, prompt, bound);
    print(`a ${which} visit, from the navigation to the prompt behind ls`, ls, 'no bound');
  }
  const bytes = await bytesBeforePrompt(server.url, 'jspi');
  console.log(
    `${'bytes before the prompt, in Brotli'.padEnd(64)} ${(bytes / 1000).toFixed(0)} KB (at most 400)`,
  );
  server.close();
}
