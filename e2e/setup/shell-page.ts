// The page in a real Chromium, driven as a person would: keys, folders that are dropped, text on the screen.
import type { BrowserContext, CDPSession, Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropFolders, launchBrowser } from './launch-browser.ts';

export type EngineName = 'jspi' | 'asyncify';

/** What the page offers to automation. */
interface Automation {
  readonly terminal: import('@xterm/xterm').Terminal;
  prompts(): number;
  status(): number;
}

declare global {
  var dirsh: Automation;
}

export interface OpenOptions {
  /** The page's address, ending in a slash. */
  readonly url: string;
  readonly engine: EngineName;
  readonly timeZone?: string;
  /** A profile's folder that is kept: storage from a visit before. */
  readonly profile?: string;
}

/** A page with a shell in it. */
export class ShellPage {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly #cdp: CDPSession;
  readonly #ownProfile: string | undefined;
  /** Errors of the page that nobody handled: there must be none. */
  readonly errors: string[] = [];

  private constructor(
    context: BrowserContext,
    page: Page,
    cdp: CDPSession,
    ownProfile: string | undefined,
  ) {
    this.context = context;
    this.page = page;
    this.#cdp = cdp;
    this.#ownProfile = ownProfile;
    page.on('pageerror', (error) => this.errors.push(String(error)));
  }

  static async open(options: OpenOptions): Promise<ShellPage> {
    const profile = options.profile ?? mkdtempSync(join(tmpdir(), 'dirsh-profile-'));
    const context = await launchBrowser(profile, options.timeZone);
    const page = context.pages()[0] ?? (await context.newPage());
    const cdp = await context.newCDPSession(page);
    const shell = new ShellPage(
      context,
      page,
      cdp,
      options.profile === undefined ? profile : undefined,
    );
    await page.goto(`${options.url}?engine=${options.engine}`);
    await shell.waitForPrompt(0);
    return shell;
  }

  /** How many prompts were shown. */
  prompts(): Promise<number> {
    return this.page.evaluate(() => globalThis.dirsh.prompts());
  }

  async waitForPrompt(after: number, timeout = 30_000): Promise<void> {
    await this.page.waitForFunction((count) => globalThis.dirsh?.prompts() > count, after, {
      timeout,
    });
  }

  /** Drops folders in one gesture, and waits for the prompt that follows. */
  async drop(...folders: string[]): Promise<void> {
    const before = await this.prompts();
    await this.dropWithoutWaiting(...folders);
    await this.waitForPrompt(before + folders.length - 1);
  }

  async dropWithoutWaiting(...folders: string[]): Promise<void> {
    await dropFolders(this.#cdp, folders);
  }

  /** Types text as one input event; keys by `press`. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.insertText(text);
  }

  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
  }

  /** Types a command line and Enter, waits for the next prompt, and gives the exit status. */
  async run(line: string, timeout = 60_000): Promise<number> {
    const before = await this.prompts();
    await this.type(line);
    await this.press('Enter');
    await this.waitForPrompt(before, timeout);
    return this.status();
  }

  /** The exit status of the last line. */
  status(): Promise<number> {
    return this.page.evaluate(() => globalThis.dirsh.status());
  }

  /** Runs a command line, and gives what it showed, without the line itself and the prompt behind it. */
  async show(line: string, timeout = 60_000): Promise<string> {
    await this.run('clear');
    await this.run(line, timeout);
    const rows = (await this.screen()).split('\n');
    return rows.slice(1, -1).join('\n');
  }

  /** The text of the screen and all that was scrolled away; wrapped lines are joined. */
  screen(): Promise<string> {
    return this.page.evaluate(async () => {
      const { terminal } = globalThis.dirsh;
      await new Promise<void>((resolve) => terminal.write('', resolve)); // what is under way is parsed first
      const { active } = terminal.buffer;
      const lines: string[] = [];
      for (let row = 0; row < active.length; row++) {
        const line = active.getLine(row);
        if (line === undefined) continue;
        const text = line.translateToString(true);
        if (line.isWrapped) lines.push((lines.pop() ?? '') + text);
        else lines.push(text);
      }
      return lines.join('\n').trimEnd();
    });
  }

  async close(): Promise<void> {
    await this.context.close();
    if (this.#ownProfile !== undefined) rmSync(this.#ownProfile, { recursive: true, force: true });
  }
}
