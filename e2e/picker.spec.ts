// The real folder picker and the browser's own permission prompt, in a window on a virtual screen.
import { chromium, type Browser, type Page } from '@playwright/test';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from './setup/find-browser.ts';
import { expect, test } from './setup/fixtures.ts';
import { until, VirtualScreen, type Color } from './setup/virtual-screen.ts';

/** The buttons of Chromium's prompt "Allow this site to edit files?": the one with the focus is dark. */
const allowButton: Color = [0xd3, 0xe3, 0xfd];
const refuseButton: Color = [0x0d, 0x50, 0xbb];
const white: Color = [0xff, 0xff, 0xff];
/** Below the browser's own bars, which have these colours too. */
const belowBars = 90;
const buttonPixels = 1000;

let screen: VirtualScreen;
let browser: Browser;
let page: Page;

test.beforeEach(async ({ engine }) => {
  screen = await VirtualScreen.begin();
  const executablePath = findBrowser();
  browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    headless: false,
    env: { ...process.env, DISPLAY: screen.display },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--no-first-run',
      '--window-position=0,0',
      '--window-size=1280,900',
    ],
  });
  const context = await browser.newContext({ viewport: null });
  page = await context.newPage();
  await page.goto(`${process.env['DIRSH_URL'] ?? ''}?engine=${engine}`);
  await prompt(0);
});

test.afterEach(async () => {
  await browser.close();
  screen.end();
});

async function prompt(after: number): Promise<void> {
  await page.waitForFunction((count) => globalThis.dirsh?.prompts() > count, after);
}

/** Whether the browser's prompt is shown: white over the dark page. */
function promptShown(): boolean {
  return screen.find(white, belowBars, 10_000) !== undefined;
}

/**
 * Answers the browser's prompt. It takes no click in the half second after it was shown, nor after a click that it did
 * not take: so a second between two.
 */
async function answer(button: Color): Promise<void> {
  const place = await until(
    () => screen.find(button, belowBars, buttonPixels),
    "the browser's prompt",
  );
  let clicked = 0;
  await until(() => {
    if (!promptShown()) return true;
    if (Date.now() - clicked > 1000) {
      screen.click(place);
      clicked = Date.now();
    }
    return undefined;
  }, "the end of the browser's prompt");
}

async function run(line: string): Promise<number> {
  const before = await page.evaluate(() => globalThis.dirsh.prompts());
  await page.keyboard.insertText(line);
  await page.keyboard.press('Enter');
  await prompt(before);
  return page.evaluate(() => globalThis.dirsh.status());
}

async function dropFolder(folder: string): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  const data = { items: [], files: [folder], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await cdp.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
  }
}

test('a folder is opened by the picker and the prompt, and written', async ({ folder }) => {
  writeFileSync(join(folder, 'a.txt'), 'picked\n');
  await page.click('#open');
  const dialog = await screen.window('Select');
  const { width, height } = screen.size(dialog);
  screen.type(folder);
  // The dialog completes what is typed by a slash: without it, Open takes the folder itself.
  screen.press('Delete', 'End');
  screen.click({ x: width - 49, y: height - 24 });
  await screen.gone('Select');
  const before = await page.evaluate(() => globalThis.dirsh.prompts());
  await answer(allowButton);
  await prompt(before);
  expect(await run('cat a.txt > b.txt')).toBe(0);
  expect(readFileSync(join(folder, 'b.txt'), 'utf8')).toBe('picked\n');
});

test('a picker that is cancelled is told in plain words', async () => {
  await page.click('#open');
  await screen.window('Select');
  const before = await page.evaluate(() => globalThis.dirsh.prompts());
  screen.press('Escape');
  await prompt(before);
  const text = await page.evaluate(() =>
    globalThis.dirsh.terminal.buffer.active.getLine(4)?.translateToString(true),
  );
  expect(text).toBe('dirsh: No folder was opened.');
});

test('27: the first Enter after a drop asks for writing', async ({ folder }) => {
  await dropFolder(folder);
  await prompt(1);
  await page.keyboard.insertText('mkdir made');
  const before = await page.evaluate(() => globalThis.dirsh.prompts());
  await page.keyboard.press('Enter');
  await answer(allowButton);
  await prompt(before);
  expect(await page.evaluate(() => globalThis.dirsh.status())).toBe(0);
  expect(existsSync(join(folder, 'made'))).toBe(true);
});

test('27: where writing is refused, the folder stays read-only', async ({ folder }) => {
  mkdirSync(join(folder, 'there'));
  await dropFolder(folder);
  await prompt(1);
  await page.keyboard.insertText('rmdir there');
  const before = await page.evaluate(() => globalThis.dirsh.prompts());
  await page.keyboard.press('Enter');
  await answer(refuseButton);
  await prompt(before + 1); // the folder's new state is told at a prompt of its own
  expect(await run('rmdir there')).toBe(1);
  expect(await run('touch new')).toBe(1);
  expect(await run('ls')).toBe(0);
  expect(existsSync(join(folder, 'there'))).toBe(true);
  expect(existsSync(join(folder, 'new'))).toBe(false);
});
