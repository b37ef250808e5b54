// `type` and `command -v` say what a name stands for.
import { findPlaces, isProgram } from '../lookup.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { functionText } from './declaring.ts';
import { keywords } from './keywords.ts';
import { readOptions } from './options.ts';

export const type: Builtin = {
  name: 'type',
  synopsis: 'type [-afptP] name [name ...]',
  help: `Say what a NAME is when it is used as a command.

  -t  in one word: alias, keyword, function, builtin or file
  -p  only where the program is, if it would run
  -P  where the program is, even if a builtin goes before it
  -a  all that it could be`,
  run,
};

function* run(call: Call): Steps<number> {
  const options = readOptions(call.args, 'afptP');
  if (options.unknown !== undefined) {
    return yield* complainUsage(call, type, `${printable(options.unknown)}: invalid option`);
  }
  const { letters, operands } = options;
  let status = 0;
  for (const name of operands) {
    const all = (yield* meanings(name, call)).filter(
      ({ kind }) =>
        (kind === 'file' || !letters.has('P')) && (kind !== 'function' || !letters.has('f')),
    );
    const shown = letters.has('a') ? all : all.slice(0, 1);
    if (shown.length === 0) {
      status = 1;
      if (!/[tpP]/.test([...letters].join(''))) {
        yield* call.complain(`type: ${printable(name)}: not found`);
      }
    }
    for (const meaning of shown) {
      if (letters.has('t')) yield* call.print(meaning.kind + '\n');
      else if (letters.has('p') || letters.has('P')) {
        if (meaning.kind === 'file') yield* call.print(meaning.path + '\n');
      } else yield* call.print(sentence(name, meaning) + '\n');
    }
  }
  return status;
}

/** One of the things that a name stands for. */
export interface Meaning {
  readonly kind: 'alias' | 'keyword' | 'function' | 'builtin' | 'file';
  /** Where a file is; what an alias or a function stands for; else the name. */
  readonly path: string;
}

/** All that `name` stands for, what would run first. */
export function* meanings(name: string, call: Call): Steps<Meaning[]> {
  const found: Meaning[] = [];
  const alias = call.state.options.has('expand_aliases') ? call.state.aliases.get(name) : undefined;
  if (alias !== undefined) found.push({ kind: 'alias', path: alias });
  if (keywords.has(name)) found.push({ kind: 'keyword', path: name });
  const definition = call.state.functions.get(name);
  if (definition !== undefined) found.push({ kind: 'function', path: definition.text });
  if (call.builtins.has(name) && !call.state.disabled.has(name))
    found.push({ kind: 'builtin', path: name });
  const program = /^\/bin\/([^/]+)$/.exec(name)?.[1];
  if (program === undefined) {
    for (const { path } of yield* findPlaces(name, call, 'all')) found.push({ kind: 'file', path });
  } else if (isProgram(program, call)) found.push({ kind: 'file', path: name });
  return found;
}

/** `ls is /bin/ls` */
export function sentence(name: string, { kind, path }: Meaning): string {
  switch (kind) {
    case 'alias':
      return `${name} is aliased to \`${path}'`;
    case 'function':
      return `${name} is a function\n${functionText(name, path).trimEnd()}`;
    case 'file':
      return `${name} is ${path}`;
    default:
      return `${name} is a shell ${kind}`;
  }
}
