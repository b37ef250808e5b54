// `declare` and `typeset` give variables their attributes; `local` does so for a function's own.
import { assignmentLine, declareLine } from '../declaration.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Attributes, Variable } from '../variable.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { declareAll, functionText } from './declaring.ts';

const help = `Declare variables and give them attributes, or list them.

  -a  an array           -A  an associative array
  -i  values are arithmetic
  -l, -u  values become small letters, capitals
  -n  a reference: its value is another variable's name
  -r  readonly           -x  exported
  -g  the global variable, in a function
  -p  list with attributes
  -f, -F  functions: their commands, or only their names
+ in place of - takes an attribute away. In a function the variables are its
own, unless -g is given.`;

export const declare: Builtin = {
  name: 'declare',
  synopsis: 'declare [-aAfFgiIlnrtux] [name[=value] ...] or declare -p [-aAfFilnrtux] [name ...]',
  help,
  run: (call) => run(call, declare),
};

export const typeset: Builtin = {
  name: 'typeset',
  synopsis: declare.synopsis.replaceAll('declare', 'typeset'),
  help,
  run: (call) => run(call, typeset),
};

export const local: Builtin = {
  name: 'local',
  synopsis: 'local [option] name[=value] ...',
  help: `Declare variables of a function, which are gone when it ends.

The options are those of \`declare'. \`local -' takes the options of \`set' back
to what they are when the function ends.`,
  run: (call) => runLocal(call),
};

function* runLocal(call: Call): Steps<number> {
  if (!call.state.calls.some(({ kind }) => kind === 'function')) {
    yield* call.complain('local: can only be used in a function');
    return 1;
  }
  if (call.args.length === 0) {
    const { variables } = call.state;
    for (const name of variables.localNames) {
      const variable = variables.own(name);
      if (variable?.value !== undefined) yield* call.print(`${declareLine(name, variable)}\n`);
    }
    return 0;
  }
  return yield* run(call, local);
}

/** The options that were given. */
interface Given {
  readonly letters: ReadonlySet<string>;
  readonly attributes: Partial<Attributes>;
  readonly array: 'indexed' | 'associative' | undefined;
  /** The place of the first operand. */
  readonly first: number;
}

function readGiven(args: readonly string[]): Given | string {
  const letters = new Set<string>();
  const attributes: Partial<Attributes> = {};
  let array: Given['array'];
  let first = 0;
  for (; first < args.length; first += 1) {
    const arg = args[first] ?? '';
    if (arg === '--') {
      first += 1;
      break;
    }
    if (!/^[-+]./.test(arg)) break;
    const on = arg.startsWith('-');
    for (const letter of arg.slice(1)) {
      if (!'aAfFgiIlnprtuxc'.includes(letter)) return `${arg.charAt(0)}${letter}`;
      if (on) letters.add(letter);
      if (letter === 'i') attributes.integer = on;
      else if (letter === 'r') attributes.readonly = on;
      else if (letter === 'x') attributes.exported = on;
      else if (letter === 'n') attributes.reference = on;
      else if (letter === 'l') attributes.letterCase = on ? 'lower' : undefined;
      else if (letter === 'u') attributes.letterCase = on ? 'upper' : undefined;
      else if (letter === 'c') attributes.letterCase = on ? 'capital' : undefined;
      else if (letter === 'a' && on) array = 'indexed';
      else if (letter === 'A' && on) array = 'associative';
    }
  }
  // Both at once cancel each other.
  if (letters.has('l') && letters.has('u')) attributes.letterCase = undefined;
  return { letters, attributes, array, first };
}

function* run(call: Call, builtin: Builtin): Steps<number> {
  const given = readGiven(call.args);
  if (typeof given === 'string')
    return yield* complainUsage(call, builtin, `${printable(given)}: invalid option`);
  const { letters, attributes, array, first } = given;
  const operands = call.args.slice(first);
  if (letters.has('f') || letters.has('F')) return yield* functions(call, operands, letters);
  if (letters.has('p') && operands.length > 0) return yield* listNamed(call, operands);
  if (operands.length === 0) {
    yield* call.print(listAll(call, given));
    return 0;
  }
  const inFunction = call.state.calls.some(({ kind }) => kind === 'function');
  const scope = letters.has('g') ? 'global' : inFunction ? 'local' : 'any';
  const inherits = letters.has('I') || call.state.options.has('localvar_inherit');
  return yield* declareAll(operands, first, { attributes, array, scope, inherits }, call);
}

function* functions(
  call: Call,
  names: readonly string[],
  letters: ReadonlySet<string>,
): Steps<number> {
  const { state } = call;
  const onlyNames = letters.has('F');
  if (names.length === 0) {
    for (const [name, { text }] of [...state.functions].toSorted(([a], [b]) => (a < b ? -1 : 1)))
      yield* call.print(onlyNames ? `declare -f ${name}\n` : functionText(name, text));
    return 0;
  }
  let status = 0;
  for (const name of names) {
    const found = state.functions.get(name);
    if (found === undefined) {
      status = 1;
      continue;
    }
    if (letters.has('r')) state.functions.set(name, { ...found, readonly: true });
    else if (letters.has('t')) state.functions.set(name, { ...found, traced: true });
    else if (letters.has('x')) state.functions.set(name, { ...found, exported: true });
    else yield* call.print(onlyNames ? `${name}\n` : functionText(name, found.text));
  }
  return status;
}

function* listNamed(call: Call, names: readonly string[]): Steps<number> {
  let status = 0;
  for (const name of names) {
    const variable = call.state.variables.own(name) ?? call.state.variables.find(name);
    if (variable !== undefined) {
      yield* call.print(`${declareLine(name, variable)}\n`);
      continue;
    }
    yield* call.complain(`${call.name}: ${printable(name)}: not found`);
    status = 1;
  }
  return status;
}

function listAll({ state }: Call, { letters, attributes, array }: Given): string {
  const wanted = (variable: Variable): boolean =>
    (array !== 'indexed' || Array.isArray(variable.value)) &&
    (array !== 'associative' || variable.value instanceof Map) &&
    Object.entries(attributes).every(([key, value]) => variable[key as keyof Attributes] === value);
  const all = state.variables.list().filter(([, variable]) => wanted(variable));
  const plain = letters.size === 0;
  const lines = all.map(([name, variable]) =>
    plain ? assignmentLine(name, variable) : declareLine(name, variable),
  );
  return lines.flatMap((line) => (line === undefined ? [] : `${line}\n`)).join('');
}
