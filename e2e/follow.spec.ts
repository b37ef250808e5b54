// `tail -f` beside GNU's: the same changes of a real folder by other programs, the same words on the screen.
import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from './setup/fixtures.ts';

/** What happens to the folder, and what a follower says of it then. */
interface Step {
  readonly change: (folder: string) => void;
  readonly said: RegExp;
}

interface Case {
  readonly options: string;
  readonly before: (folder: string) => void;
  /** What it shows before anything happens: the end of it. */
  readonly first: RegExp;
  readonly steps: readonly Step[];
}

const lines = (folder: string): void => writeFileSync(join(folder, 'f'), '1\n2\n3\n');
const append = (text: string, name = 'f'): Step => ({
  change: (folder) => appendFileSync(join(folder, name), text),
  said: new RegExp(text.trim()),
});
const emptied: Step = {
  change: (folder) => truncateSync(join(folder, 'f')),
  said: /file truncated/,
};

const cases: readonly Case[] = [
  {
    options: '-f -n 1 f',
    before: lines,
    first: /3/,
    steps: [
      append('four\n'),
      append('five'),
      append(' six\nseven\n'),
      emptied,
      append('one again\n'),
    ],
  },
  {
    options: '-F f',
    before: lines,
    first: /3/,
    steps: [
      append('four\n'),
      { change: (folder) => rmSync(join(folder, 'f')), said: /inaccessible/ },
      {
        change: (folder) => writeFileSync(join(folder, 'f'), 'another\n'),
        said: /following new file\n(.*\n)*another/,
      },
      append('more of it\n'),
    ],
  },
  {
    options: '-f f g',
    before: (folder) => {
      lines(folder);
      writeFileSync(join(folder, 'g'), 'a\n');
    },
    first: /==> g <==\na/,
    steps: [append('four\n'), append('b\n', 'g'), append('c\n', 'g'), append('five\n')],
  },
  {
    options: '-F late',
    before: () => {},
    first: /cannot open/,
    steps: [
      {
        change: (folder) => writeFileSync(join(folder, 'late'), 'came\n'),
        said: /following new file\ncame/,
      },
    ],
  },
  {
    options: '--follow=name f',
    before: lines,
    first: /3/,
    steps: [{ change: (folder) => rmSync(join(folder, 'f')), said: /no files remaining/ }],
  },
];

/** What GNU's tail says meanwhile. */
async function byGnu({ options, before, first, steps }: Case): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'dirsh-'));
  before(folder);
  const args = ['-c', `exec tail -s 0.1 ---disable-inotify ${options} 2>&1`];
  const tail = spawn('bash', args, { cwd: folder, env: { ...process.env, LC_ALL: 'C.UTF-8' } });
  let text = '';
  tail.stdout.setEncoding('utf8').on('data', (some: string) => (text += some));
  try {
    await expect.poll(() => text).toMatch(first);
    for (const { change, said } of steps) {
      change(folder);
      await expect.poll(() => text).toMatch(said);
    }
    return text.trimEnd();
  } finally {
    tail.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

for (const each of cases) {
  test(`tail ${each.options}`, async ({ shell, folder }) => {
    const expected = await byGnu(each);
    each.before(folder);
    await shell.run('clear');
    const before = await shell.prompts();
    await shell.type(`tail -s 0.1 ${each.options}`);
    await shell.press('Enter');
    const said = async (): Promise<string> =>
      (await shell.screen()).split('\n').slice(1).join('\n');
    await expect.poll(said).toMatch(each.first);
    for (const step of each.steps) {
      step.change(folder);
      await expect.poll(said).toMatch(step.said);
    }
    if (each.options.startsWith('--follow')) {
      await shell.waitForPrompt(before);
      expect(await shell.status()).toBe(1);
    } else {
      await shell.press('Control+c');
      await shell.waitForPrompt(before);
      expect(await shell.status()).toBe(130);
    }
    const rows = (await said()).split('\n').slice(0, -1);
    expect(rows.join('\n').replace(/\^C$/, '').trimEnd()).toBe(expected);
  });
}
