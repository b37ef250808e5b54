// A Chromium with a profile of its own, in which folders can be dropped and written.
import { chromium, type BrowserContext, type CDPSession } from '@playwright/test';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from './find-browser.ts';

const preferences = {
  // 1: folders that are dropped can be written without a prompt
  profile: { default_content_setting_values: { file_system_write_guard: 1 } },
  // Its lookups time out without a network: a second for each close of a .js, .rs, .exe.
  safebrowsing: { enabled: false },
};

/** Launches the browser with `profile`, a folder that may be empty. */
export function launchBrowser(
  profile: string,
  timeZone = 'Europe/Berlin',
): Promise<BrowserContext> {
  mkdirSync(join(profile, 'Default'), { recursive: true });
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
  const executablePath = findBrowser();
  return chromium.launchPersistentContext(profile, {
    ...(executablePath === undefined ? {} : { executablePath }),
    timezoneId: timeZone,
    viewport: { width: 1280, height: 800 },
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-quic',
      '--no-first-run',
      '--disable-gpu',
    ],
  });
}

/** Drops folders of the disk on the page, in one gesture. */
export async function dropFolders(cdp: CDPSession, folders: readonly string[]): Promise<void> {
  const data = { items: [], files: [...folders], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await cdp.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
  }
}
