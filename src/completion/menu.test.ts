import { describe, expect, test, vi } from 'vitest';
import { SystemError } from '../../wasi/vfs/error.ts';
import type { Entry, FileSystem } from '../../wasi/vfs/filesystem.ts';
import { commandSource } from './commands.ts';
import { commonPrefix, completer, inColumns } from './menu.ts';
import { pathSource } from './paths.ts';
import { variableSource } from './variables.ts';

vi.hoisted(() => {
  Buffer.poolSize = 0;
});

/** A tree as paths; a directory ends in `/`. */
function fileSystemOf(paths: readonly string[]): FileSystem {
  const list = (path: readonly string[]) => {
    const prefix = path.map((name) => `${name}/`).join('');
    const below = paths
      .filter((each) => each.startsWith(prefix) && each !== prefix)
      .map((each) => each.slice(prefix.length));
    if (below.length === 0 && !paths.includes(prefix)) throw new SystemError('ENOENT');
    const names = new Map(
      below.map((each) => [each.split('/')[0] ?? '', each.includes('/')] as const),
    );
    let rest: Entry[] = Array.from(names, ([name, isDirectory]) => ({
      name,
      type: isDirectory ? 'directory' : 'file',
      inode: 1n,
    }));
    return {
      next: () => {
        const batch = rest;
        rest = [];
        return batch;
      },
    };
  };
  return { readOnly: false, list } as unknown as FileSystem;
}

const tree = [
  'home/me/notes.txt',
  'home/me/.hidden',
  'home/me/my docs/a b.txt',
  "home/me/it's",
  'home/me/no\nise',
  'home/me/$cash',
  'home/me/src/index.ts',
  'home/me/src/input.ts',
  'home/me/src/ink/',
  'mnt/work/x',
];

function completerOf(paths = tree) {
  const variables = new Map([
    ['HOME', '/home/me'],
    ['HOSTNAME', 'here'],
    ['USER', 'me'],
  ]);
  const lookup = (name: string) => variables.get(name);
  return completer(
    [
      variableSource(() => variables.keys(), lookup),
      commandSource(() => ['echo', 'egrep', 'cat', 'cd', 'cat']),
      pathSource({ fs: fileSystemOf(paths), cwd: () => ['home', 'me'], home: () => '/home/me' }),
    ],
    lookup,
  );
}

const never = new AbortController().signal;

/** The line after one Tab, `|` at the cursor, or `nothing`. */
async function tab(marked: string): Promise<string> {
  const text = marked.replace('|', '');
  const completion = await completerOf()(text, marked.indexOf('|'), never);
  if (completion === undefined) return 'nothing';
  const { start, end, text: inserted } = completion.edit;
  return `${text.slice(0, start)}${inserted}|${text.slice(end)}`;
}

async function listed(text: string): Promise<readonly string[]> {
  return (await completerOf()(text, text.length, never))?.list(80) ?? [];
}

describe('completer()', () => {
  test.each([
    ['commands', 'ec|', 'echo |'],
    ['commands of two', 'e|', 'e|'],
    ['commands after an operator', 'ls; ec|', 'ls; echo |'],
    ['commands after a pipe', 'ls|ec', 'ls|ec'],
    ['commands after a word of the grammar', 'if ec|', 'if echo |'],
    ['commands after an assignment', 'A=1 ec|', 'A=1 echo |'],
    ['commands behind strace', 'strace ec|', 'strace echo |'],
    [
      'commands behind its options',
      'strace -co log -e fd_read ec|',
      'strace -co log -e fd_read echo |',
    ],
    ['the file of strace -o', 'strace -o not|', 'strace -o notes.txt |'],
    ['arguments of what it traces', 'strace -c cat not|', 'strace -c cat notes.txt |'],
    ['commands behind strace alone', 'cat strace ec|', 'nothing'],
    ['commands in a substitution', 'x "$(ec|', 'x "$(echo |'],
    ['arguments after a substitution', 'cat $(echo a) not|', 'cat $(echo a) notes.txt |'],
    ['paths', 'cat not|', 'cat notes.txt |'],
    ['paths before the end of the line', 'cat not| x', 'cat notes.txt | x'],
    ['directories', 'cat sr|', 'cat src/|'],
    ['what names share', 'cat src/i|', 'cat src/in|'],
    ['in a directory', 'cat src/ind|', 'cat src/index.ts |'],
    ['absolute paths', 'cat /mnt/w|', 'cat /mnt/work/|'],
    ['home', 'cat ~/not|', 'cat ~/notes.txt |'],
    ['home itself', 'cd ~|', 'cd ~/|'],
    ['a quoted tilde is none', "cat '~/not|", 'nothing'],
    ['parents', 'cat src/../not|', 'cat src/../notes.txt |'],
    ['hidden names where asked', 'cat .h|', 'cat .hidden |'],
    ['redirections', 'echo >not|', 'echo >notes.txt |'],
    ['commands by path', 'src/ind|', 'src/index.ts |'],
    ['only directories for cd', 'cd s|', 'cd src/|'],
    ['no file for cd', 'cd not|', 'nothing'],
    ['options with a value', 'ls --in=sr|', 'ls --in=src/|'],
    ['names with blanks', 'cat my|', 'cat my\\ docs/|'],
    ['after a backslash', 'cat my\\ docs/a\\ |', 'cat my\\ docs/a\\ b.txt |'],
    ['in single quotes', "cat 'my docs/a|", "cat 'my docs/a b.txt' |"],
    ['in double quotes', 'cat "my docs/a|', 'cat "my docs/a b.txt" |'],
    ['after a closed quote', 'cat "my docs"/a|', 'cat "my docs"/a\\ b.txt |'],
    ['a quote within a word', "cat my' d|", "cat 'my docs/|"],
    ['apostrophes', 'cat it|', "cat it\\'s |"],
    ['apostrophes in single quotes', "cat 'it|", "cat 'it'\\''s' |"],
    ['control characters', 'cat noi|', 'nothing'],
    ['a newline in a name', "cat $'no\\ni|", "cat $'no\\nise' |"],
    ['dollar signs', "cat '$c|", "cat '$cash' |"],
    ['dollar signs in double quotes', 'cat "\\$c|', 'cat "\\$cash" |'],
    ['variables', 'echo $US|', 'echo $USER |'],
    ['variables of two', 'echo $HO|', 'echo $HO|'],
    ['variables with a path', 'echo $HOM|', 'echo $HOME/|'],
    ['variables in braces', 'echo ${US|', 'echo ${USER}|'],
    ['variables in double quotes', 'echo "$US|', 'echo "$USER|'],
    ['no variables in single quotes', "echo '$US|", 'nothing'],
    ['paths after a variable', 'cat $HOME/not|', 'cat $HOME/notes.txt |'],
    [
      'paths after a variable in braces',
      'cat "${HOME}/my docs/|',
      'cat "${HOME}/my docs/a b.txt" |',
    ],
    ['nothing in a comment', 'ls # ec|', 'nothing'],
  ])('completes %s', async (name, before, after) => {
    if (name === 'commands after a pipe') {
      const completion = await completerOf()('ls|ec', 5, never);
      expect(completion?.edit).toEqual({ start: 3, end: 5, text: 'echo ' });
      return;
    }
    expect(await tab(before)).toBe(after);
  });

  test('writes a name with a control character as $…', async () => {
    const complete = completerOf(['home/me/a\nb', 'home/me/d/c\x1bd']);
    expect((await complete('cat a', 5, never))?.edit.text).toBe("$'a\\nb' ");
    expect((await complete("cat 'd/c", 8, never))?.edit).toEqual({
      start: 7,
      end: 8,
      text: "'$'c\\ed' ",
    });
  });

  test('lists sorted and safe to show, directories with a slash', async () => {
    expect((await listed('cat ')).join(' ').split(/ {2,}/)).toEqual([
      '$cash',
      "it's",
      'my docs/',
      'no^Jise',
      'notes.txt',
      'src/',
    ]);
  });

  test('gives up when it is aborted, and lets keys in meanwhile', async () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `home/me/file${index}`);
    const stop = new AbortController();
    const fs = fileSystemOf(names);
    const slow: FileSystem = {
      ...fs,
      list: () => {
        let batch = 0;
        return {
          next: () => {
            const until = performance.now() + 2;
            while (performance.now() < until);
            return batch++ > 500 ? [] : [{ name: `f${batch}`, type: 'file', inode: 1n }];
          },
        };
      },
    };
    const complete = completer([
      pathSource({ fs: slow, cwd: () => ['home', 'me'], home: () => '/home/me' }),
    ]);
    const answer = Promise.resolve(complete('cat f', 5, stop.signal));
    setTimeout(() => stop.abort(), 20);
    const before = performance.now();
    await expect(answer).rejects.toThrow();
    expect(performance.now() - before).toBeLessThan(300);
  });
});

test('commonPrefix() does not cut a character', () => {
  expect(commonPrefix(['a😀', 'a😁'])).toBe('a');
});

test('inColumns() fills columns downwards by what is seen', () => {
  expect(inColumns(['a', 'bb', '漢字', 'd', 'e'], 14)).toEqual(['a     d', 'bb    e', '漢字']);
  expect(inColumns(['a long name'], 4)).toEqual(['a long name']);
});
