// A shell's page that measures: times of commands, the limit beside it in a worker of its own, long tasks, browser calls.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ShellPage, type EngineName } from '../../e2e/setup/shell-page.ts';
import type { LimitAnswer, LimitJob, LimitRequest } from '../limit/messages.ts';
import type { CallCounts } from './counting.ts';
import { peakMemory, resetPeak } from './memory.ts';
import { Profiler, type WorkerProfile } from './profiler.ts';

/** What the page holds for the benchmark. */
interface PageState {
  folder?: FileSystemDirectoryHandle;
  readonly limit: Worker;
  readonly longTasks: number[];
  counts: CallCounts;
}

declare global {
  var benchState: PageState;
  /** Not yet in TypeScript's library. */
  interface DataTransferItem {
    getAsFileSystemHandle(): Promise<FileSystemHandle | null>;
  }
}

/** What a command took. */
export interface CommandFigures {
  /** From Enter to the next prompt, in milliseconds. */
  readonly time: number;
  readonly status: number;
  /** The tasks of the page's thread above 50 ms, in milliseconds. */
  readonly longTasks: readonly number[];
}

/** How long Ctrl-C takes, in milliseconds. */
export interface InterruptFigures {
  /** Until the prompt, or the sentence that files are finished before it. */
  readonly answer: number;
  /** Until the prompt. */
  readonly prompt: number;
}

export class BenchPage {
  readonly #shell: ShellPage;
  readonly #profile: string;
  readonly #url: string;
  readonly #engine: EngineName;
  #profiler: Profiler | undefined;

  private constructor(shell: ShellPage, profile: string, url: string, engine: EngineName) {
    this.#shell = shell;
    this.#profile = profile;
    this.#url = url;
    this.#engine = engine;
  }

  /** @param url of the page, where `limit.js` lies as well */
  static async open(url: string, engine: EngineName, folder: string): Promise<BenchPage> {
    const profile = mkdtempSync(join(tmpdir(), 'dirsh-bench-profile-'));
    const shell = await ShellPage.open({ url, engine, profile });
    await shell.page.evaluate((limit) => {
      const longTasks: number[] = [];
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) longTasks.push(duration);
      }).observe({ entryTypes: ['longtask'] });
      const state: PageState = {
        limit: new Worker(limit, { type: 'module' }),
        longTasks,
        counts: { calls: 0, suspensions: 0 },
      };
      globalThis.benchState = state;
      new BroadcastChannel('bench-counts').onmessage = ({ data }: MessageEvent<CallCounts>) => {
        state.counts = {
          calls: state.counts.calls + data.calls,
          suspensions: state.counts.suspensions + data.suspensions,
        };
      };
      addEventListener(
        'drop',
        async (event) => {
          const handle = await event.dataTransfer?.items[0]?.getAsFileSystemHandle();
          if (handle?.kind === 'directory') state.folder = handle as FileSystemDirectoryHandle;
        },
        { capture: true },
      );
    }, `${url}limit.js`);
    await shell.drop(folder);
    return new BenchPage(shell, profile, url, engine);
  }

  /** Runs a line of the shell. */
  async run(line: string, timeout = 300_000): Promise<CommandFigures> {
    await this.#shell.page.evaluate(() => (globalThis.benchState.longTasks.length = 0));
    const measured = this.#shell.page.evaluate(
      ({ text, most }) =>
        new Promise<number>((resolve, reject) => {
          const { terminal } = globalThis.dirsh;
          const before = globalThis.dirsh.prompts();
          const write = terminal.write.bind(terminal);
          const decoder = new TextDecoder();
          const began = performance.now();
          let shown = began;
          terminal.write = (data, done) => {
            const written = typeof data === 'string' ? data : decoder.decode(data);
            if (written.includes('$ ')) shown = performance.now();
            write(data, done);
          };
          const late = setTimeout(() => reject(new Error(`no prompt after ${text}`)), most);
          // The prompt is counted behind its bytes.
          const looking = setInterval(() => {
            if (globalThis.dirsh.prompts() === before) return;
            clearTimeout(late);
            clearInterval(looking);
            terminal.write = write;
            resolve(shown - began);
          }, 10);
          terminal.input(`${text}\r`);
        }),
      { text: line, most: timeout },
    );
    const time = await measured;
    const longTasks = await this.#shell.page.evaluate(() =>
      globalThis.benchState.longTasks.slice(),
    );
    return { time, status: await this.#shell.status(), longTasks };
  }

  /**
   * Runs a line and presses Ctrl-C.
   * @param after milliseconds behind Enter
   * @returns undefined where the command ended before the key
   */
  interrupt(line: string, after: number): Promise<InterruptFigures | undefined> {
    return this.#shell.page.evaluate(
      ({ text, wait }) =>
        new Promise<InterruptFigures | undefined>((resolve) => {
          const { terminal } = globalThis.dirsh;
          const before = globalThis.dirsh.prompts();
          const write = terminal.write.bind(terminal);
          const decoder = new TextDecoder();
          let pressed: number | undefined;
          let answered: number | undefined;
          let shown: number | undefined;
          terminal.write = (data, done) => {
            const written = typeof data === 'string' ? data : decoder.decode(data);
            if (written.includes('$ ')) shown = performance.now();
            if (pressed !== undefined && /\$ |finishing/.test(written))
              answered ??= performance.now();
            write(data, done);
          };
          // The prompt is counted behind its bytes.
          const looking = setInterval(() => {
            if (globalThis.dirsh.prompts() === before) return;
            clearInterval(looking);
            clearTimeout(pressing);
            terminal.write = write;
            if (pressed === undefined || answered === undefined || shown === undefined)
              resolve(undefined);
            else resolve({ answer: answered - pressed, prompt: shown - pressed });
          }, 10);
          const pressing = setTimeout(() => {
            pressed = performance.now();
            terminal.input('\x03');
          }, wait);
          terminal.input(`${text}\r`);
        }),
      { text: line, wait: after },
    );
  }

  /** Runs a line, and tells what the page's workers did meanwhile. */
  async profile(
    line: string,
  ): Promise<{ readonly time: number; readonly profiles: readonly WorkerProfile[] }> {
    this.#profiler ??= await Profiler.attach(this.#shell.page);
    let time = 0;
    const profiles = await this.#profiler.during(async () => {
      ({ time } = await this.run(line));
    });
    return { time, profiles };
  }

  /** Milliseconds of the limit. */
  async limit(job: LimitJob): Promise<number> {
    const program = `${this.#url}programs/coreutils${this.#engine === 'asyncify' ? '.asyncify' : ''}.wasm`;
    // What is computed leaves a gigabyte behind, and clearing that away takes a core from what is measured next.
    const once = job.kind === 'compute' || job.kind === 'pipeline';
    const answer = await this.#shell.page.evaluate(
      async ({ asked, script, isOnce }) => {
        const { folder } = globalThis.benchState;
        if (folder === undefined) throw new Error('no folder was dropped');
        const limit = isOnce ? new Worker(script, { type: 'module' }) : globalThis.benchState.limit;
        try {
          return await new Promise<LimitAnswer>((resolve, reject) => {
            limit.onmessage = ({ data }: MessageEvent<LimitAnswer>) => resolve(data);
            limit.onerror = (event) => reject(new Error(event.message));
            limit.postMessage({ ...asked, folder } satisfies LimitRequest);
          });
        } finally {
          if (isOnce) limit.terminate();
        }
      },
      {
        asked: { job, program, engine: this.#engine },
        script: `${this.#url}limit.js`,
        isOnce: once,
      },
    );
    if ('failure' in answer) throw new Error(`${job.kind}: ${answer.failure}`);
    return answer.time;
  }

  /** The calls of the browser since it was asked before, on a page that counts them (`counting.ts`). */
  async counts(): Promise<CallCounts> {
    // Messages of other threads may be under way: what is counted stays the same when they have come.
    return this.#shell.page.evaluate(async () => {
      const { benchState } = globalThis;
      let before: CallCounts;
      do {
        before = benchState.counts;
        await new Promise((resolve) => setTimeout(resolve, 200));
      } while (benchState.counts !== before);
      benchState.counts = { calls: 0, suspensions: 0 };
      return before;
    });
  }

  /** Forgets what was the peak of the memory. */
  resetPeak(): void {
    resetPeak(this.#profile);
  }

  /** The peak of the page's process since then, in bytes; undefined where the system does not tell. */
  peakMemory(): number | undefined {
    return peakMemory(this.#profile);
  }

  async close(): Promise<void> {
    await this.#shell.close();
    rmSync(this.#profile, { recursive: true, force: true });
  }
}
