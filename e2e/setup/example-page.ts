// A page of `examples/` in a real Chromium; for Asyncify one that has no JSPI, as browsers of before.
import type { BrowserContext, CDPSession, Locator, Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropFolders, launchBrowser } from './launch-browser.ts';
import type { EngineName } from './shell-page.ts';

export class ExamplePage {
  readonly page: Page;
  /** What the program printed. */
  readonly output: Locator;
  /** The names of the modules that were loaded. */
  readonly modules: string[] = [];
  /** Errors of the page that nobody handled: there must be none. */
  readonly errors: string[] = [];
  readonly #context: BrowserContext;
  readonly #cdp: CDPSession;
  readonly #profile: string;

  private constructor(context: BrowserContext, page: Page, cdp: CDPSession, profile: string) {
    this.#context = context;
    this.page = page;
    this.#cdp = cdp;
    this.#profile = profile;
    this.output = page.locator('#output');
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('response', (response) => {
      const name = new URL(response.url()).pathname.split('/').at(-1) ?? '';
      if (name.endsWith('.wasm')) this.modules.push(name);
    });
  }

  /** An empty page; `visit` follows. */
  static async open(engine: EngineName): Promise<ExamplePage> {
    const profile = mkdtempSync(join(tmpdir(), 'dirsh-profile-'));
    const context = await launchBrowser(profile);
    const page = context.pages()[0] ?? (await context.newPage());
    if (engine === 'asyncify') {
      await page.addInitScript(() => {
        Reflect.deleteProperty(WebAssembly, 'Suspending');
        Reflect.deleteProperty(WebAssembly, 'promising');
      });
    }
    return new ExamplePage(context, page, await context.newCDPSession(page), profile);
  }

  async visit(url: string): Promise<void> {
    await this.page.goto(url);
  }

  /** Drops a folder of the disk on the page. */
  async drop(folder: string): Promise<void> {
    await dropFolders(this.#cdp, [folder]);
  }

  async close(): Promise<void> {
    await this.#context.close();
    rmSync(this.#profile, { recursive: true, force: true });
  }
}
