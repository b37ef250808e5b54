// An installed Chrome, Chromium or Edge; or what installs one.
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];

const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
  'C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe',
];

function onPath(name: string): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // not in this folder
    }
  }
  return undefined;
}

/** The browser to test in: `CHROMIUM`, or one that is installed; undefined where there is none. */
export function findBrowser(): string | undefined {
  const chosen = process.env['CHROMIUM'];
  if (chosen !== undefined && chosen !== '') {
    if (!existsSync(chosen)) throw new Error(`CHROMIUM=${chosen}: there is no such file`);
    return chosen;
  }
  return (
    names.map(onPath).find((file) => file !== undefined) ?? places.find((file) => existsSync(file))
  );
}

/** Debian packages that the tests use: the browser, and a screen for the one test with a real dialog. */
const packages = ['chromium', 'xvfb', 'xdotool'];

function isDebian(): boolean {
  return existsSync('/etc/debian_version') && onPath('apt-get') !== undefined;
}

function install(wanted: readonly string[]): void {
  const root = process.getuid?.() === 0;
  const run = (...command: string[]): void => {
    const [file = '', ...rest] = root ? command : ['sudo', ...command];
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const { status } = spawnSync(file, rest, { stdio: 'inherit', env });
    if (status !== 0)
      throw new Error(`'${command.join(' ')}' failed: install ${wanted.join(', ')} by hand`);
  };
  run('apt-get', 'update');
  run('apt-get', 'install', '-y', '--no-install-recommends', ...wanted);
}

/** The browser to test in, installed where there is none: by apt on Debian, by Playwright elsewhere. */
export function provideBrowser(): string {
  const missing = packages.filter((name) => onPath(name === 'xvfb' ? 'Xvfb' : name) === undefined);
  const found = findBrowser();
  const wanted = found === undefined ? missing : missing.filter((name) => name !== 'chromium');
  if (wanted.length > 0 && isDebian()) install(wanted);
  const browser = findBrowser();
  if (browser !== undefined) return browser;
  execFileSync(
    process.execPath,
    ['node_modules/@playwright/test/cli.js', 'install', '--with-deps', 'chromium'],
    {
      stdio: 'inherit',
    },
  );
  return execFileSync(
    process.execPath,
    [
      '-e',
      "import('@playwright/test').then(({ chromium }) => console.log(chromium.executablePath()))",
    ],
    { encoding: 'utf8' },
  ).trim();
}
