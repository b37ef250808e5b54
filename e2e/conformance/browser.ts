// A Chromium that runs programs of the WASI suite on one engine, and the suite of the file systems; and the real folder that
// was dropped on its page.
import type { Page } from '@playwright/test';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropFolders, launchBrowser } from '../setup/launch-browser.ts';
import type { EngineName } from '../setup/shell-page.ts';
import type { Case, Ended, FileSystemRequest, Files, System } from './page/messages.ts';
import { readFiles, type Program } from './suite.ts';

/** A program takes seconds at most: fd_readdir makes 1000 files. */
const limit = 60_000;

export class ConformanceBrowser {
  readonly #engine: EngineName;
  readonly #page: Page;
  readonly #profile: string;
  /** The dropped folder; each program has one of its own in it. */
  readonly #folder: string;
  /** What the page failed with beyond a program. */
  readonly errors: string[] = [];

  private constructor(engine: EngineName, page: Page, profile: string, folder: string) {
    this.#engine = engine;
    this.#page = page;
    this.#profile = profile;
    this.#folder = folder;
    page.on('pageerror', (error) => this.errors.push(String(error)));
  }

  /** @param url of the page of `page/` */
  static async open(engine: EngineName, url: string): Promise<ConformanceBrowser> {
    const profile = mkdtempSync(join(tmpdir(), 'dirsh-profile-'));
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'dirsh-conformance-')));
    const context = await launchBrowser(profile);
    const page = context.pages()[0] ?? (await context.newPage());
    const browser = new ConformanceBrowser(engine, page, profile, folder);
    await page.goto(url);
    await page.waitForFunction(() => 'conformance' in globalThis);
    await dropFolders(await context.newCDPSession(page), [folder]);
    await page.waitForFunction(() => globalThis.conformance.folder !== undefined);
    return browser;
  }

  /** Runs a program whose module is served at `url`. What is wrong afterwards on the disk is its status. */
  async run(program: Program, system: System, url: string): Promise<Ended> {
    const name = program.name.replace('/', '-');
    const directory = join(this.#folder, name);
    if (program.root !== undefined && system === 'folder') copyFolder(program.root, directory);
    try {
      const ended = await this.#page.evaluate((request) => globalThis.conformance.run(request), {
        url,
        engine: this.#engine,
        // The module's file is `argv[0]`, as for an engine that is started by hand.
        args: [`${program.name.split('/').at(-1)}.wasm`, ...program.args],
        env: program.env,
        root:
          program.root === undefined
            ? null
            : { system, name, files: filesFor(program.root, system) },
        limit,
      });
      const swap = system === 'folder' ? swapFile(this.#folder) : undefined;
      return swap === undefined ? ended : { ...ended, status: `it left ${swap}` };
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }

  /** Holds a file system to the suite of all file systems. What is left on the disk is a case of its own. */
  async holdToSuite(asked: Omit<FileSystemRequest, 'name'>): Promise<Case[]> {
    const name = `file-system-${asked.brief ? 'brief' : 'long'}-${asked.scratch ? 'scratch' : 'plain'}`;
    const request = { ...asked, name };
    const cases = await this.#page.evaluate(
      (sent) => globalThis.conformance.holdToSuite(sent),
      request,
    );
    const swap = swapFile(this.#folder);
    rmSync(join(this.#folder, name), { recursive: true, force: true });
    return [...cases, { title: 'nothing is left of a writer', failure: swap ?? '' }];
  }

  async close(): Promise<void> {
    await this.#page.context().close();
    for (const path of [this.#profile, this.#folder])
      rmSync(path, { recursive: true, force: true });
  }
}

/** A copy that can be written, even if the suite cannot. */
function copyFolder(from: string, to: string): void {
  mkdirSync(to);
  for (const [path, content] of Object.entries(readFiles(from))) {
    if (content === null) mkdirSync(join(to, path));
    else writeFileSync(join(to, path), content, 'base64');
  }
}

function filesFor(root: string, system: System): Files {
  return system === 'folder' ? {} : readFiles(root);
}

/** What the browser wrote to and did not take away. */
function swapFile(folder: string): string | undefined {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.find((name) => name.endsWith('.crswap'));
}
