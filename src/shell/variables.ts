// The variables of a shell: by name, with those that functions have of their own, and what the programs see.
import { printable } from './quote.ts';
import type { Attributes, IndexedArray, Value } from './variable.ts';
import { inLetterCase, Variable } from './variable.ts';
import { splitSubscript } from './variable-name.ts';

/** A value that cannot be given: the message says why. */
export class AssignmentError extends Error {
  override readonly name = 'AssignmentError';
}

/** A variable that the shell computes: `$RANDOM`, `$SECONDS`. */
export interface ComputedVariable {
  get(): Value | undefined;
  /** What an assignment does; without it, nothing. */
  set?(value: string): void;
}

/** The largest subscript of an array. bash has more, which nothing that lives in memory needs. */
export const largestSubscript = 2 ** 32 - 2;

/** As many references as may lead from one to the next. */
const maximumReferences = 10;

/** The variables by name. */
export class Variables {
  readonly #variables: Map<string, Variable>;
  /** What the variables were that a function, or the assignments before a command, took the place of; innermost last. */
  readonly #scopes: Map<string, Variable | undefined>[];
  readonly #computed = new Map<string, ComputedVariable>();
  /** What `declare -i` makes of a text. */
  evaluate: (text: string) => string = (text) => text;
  /** `set -a`: whatever is assigned is exported. */
  exportsAll = false;

  constructor(
    variables: Iterable<readonly [string, Variable]> = [],
    scopes: Iterable<ReadonlyMap<string, Variable | undefined>> = [],
  ) {
    this.#variables = new Map(variables);
    this.#scopes = Array.from(scopes, (scope) => new Map(scope));
  }

  /** Has `name` computed from now on, until it is unset. */
  compute(name: string, variable: ComputedVariable): void {
    this.#computed.set(name, variable);
  }

  /** The value, undefined where the variable is not set; of an array, the element 0. */
  get(name: string): string | undefined {
    const found = this.#variables.get(name);
    if (found !== undefined && !found.reference) return found.text;
    return this.find(name)?.text;
  }

  /** The variable, references followed; undefined where there is none. */
  find(name: string): Variable | undefined {
    const found = this.#variables.get(name);
    if (found === undefined) {
      const computed = this.#computed.get(name)?.get();
      return computed === undefined ? undefined : new Variable(computed);
    }
    if (!found.reference) return found;
    const target = this.resolve(name);
    if (target === name) return undefined;
    const [base, subscript] = splitSubscript(target);
    if (subscript === undefined) return this.find(target);
    const value = this.element(base, this.#place(base, subscript));
    return value === undefined ? undefined : new Variable(value);
  }

  /** The variable of exactly this name, a reference as itself. */
  own(name: string): Variable | undefined {
    return this.#variables.get(name);
  }

  /** The name that `name` stands for: itself, unless it is a reference. It may have a subscript. */
  resolve(name: string): string {
    let resolved = name;
    for (let count = 0; count < maximumReferences; count += 1) {
      const variable = this.#variables.get(resolved);
      if (variable?.reference !== true || !variable.text) return resolved;
      resolved = variable.text;
    }
    return name;
  }

  /** One element, undefined where it is not set. The subscript is a number's digits, or a key. */
  element(name: string, subscript: string): string | undefined {
    const value = this.find(name)?.value;
    if (value === undefined || typeof value === 'string') {
      return subscript === '0' ? value : undefined;
    }
    if (!Array.isArray(value)) return value.get(subscript);
    const index = Number(subscript);
    return value[index < 0 ? value.length + index : index];
  }

  /** Gives a value; attributes stay. @throws AssignmentError */
  set(name: string, text: string): void {
    const found = this.#variables.get(name);
    // The common case, and the reason why it stands first: a plain text.
    if (found !== undefined && typeof found.value === 'string' && isPlain(found)) {
      found.value = text;
      if (this.exportsAll) found.exported = true;
      return;
    }
    const target = this.#target(name);
    if (target.subscript !== undefined) {
      this.setElement(target.name, this.#place(target.name, target.subscript), text);
      return;
    }
    const computed = this.#variables.has(target.name) ? undefined : this.#computed.get(target.name);
    if (computed !== undefined) {
      computed.set?.(text);
      return;
    }
    const variable = this.#writable(target.name);
    const value = this.#shaped(variable, text);
    variable.isBare = false;
    if (Array.isArray(variable.value)) variable.value[0] = value;
    else if (variable.value instanceof Map) variable.value.set('0', value);
    else variable.value = value;
  }

  /** `name+=text`: appends to a text, adds to an integer. @throws AssignmentError */
  append(name: string, text: string): void {
    const variable = this.find(name);
    const old = variable?.text ?? '';
    this.set(name, variable?.integer === true ? this.#sum(old, text) : old + text);
  }

  /** `name[subscript]=text`; what is no array becomes one. @throws AssignmentError */
  setElement(name: string, subscript: string, text: string, append = false): void {
    // What cannot be is not begun.
    if (!this.#variables.has(this.resolve(name))) indexOf([], subscript, name);
    const variable = this.#writable(this.resolve(name));
    const old = append ? (this.element(name, subscript) ?? '') : '';
    const value = this.#shaped(
      variable,
      append && variable.integer ? this.#sum(old, text) : old + text,
    );
    if (variable.value instanceof Map) {
      variable.value.set(subscript, value);
      variable.isBare = false;
      return;
    }
    const array = this.#indexed(variable);
    array[indexOf(array, subscript, name)] = value;
    variable.isBare = false;
  }

  /** `name=(…)`: all elements anew. @throws AssignmentError */
  setAll(name: string, value: Exclude<Value, string>): void {
    const variable = this.#writable(this.resolve(name));
    variable.isBare = false;
    if (Array.isArray(value)) {
      const array: IndexedArray = [];
      for (const [key, text] of Object.entries(value))
        array[Number(key)] = this.#shaped(variable, text);
      variable.value = array;
    } else {
      variable.value = new Map(
        Array.from(value, ([key, text]) => [key, this.#shaped(variable, text)]),
      );
    }
  }

  /**
   * Makes an array of it; its text becomes the element 0.
   * @param bare whether it is only declared, where it has no value yet
   * @throws AssignmentError it is of the other kind
   */
  makeArray(name: string, kind: 'indexed' | 'associative', bare = true): void {
    const variable = this.#writable(this.resolve(name), false);
    const { value } = variable;
    variable.isBare = bare && (variable.isBare || value === undefined);
    if (kind === 'indexed') {
      if (value instanceof Map)
        throw new AssignmentError(`${name}: cannot convert associative to indexed array`);
      this.#indexed(variable);
    } else if (Array.isArray(value)) {
      throw new AssignmentError(`${name}: cannot convert indexed to associative array`);
    } else if (!(value instanceof Map)) {
      variable.value = new Map(value === undefined ? [] : [['0', value]]);
    }
  }

  #indexed(variable: Variable): IndexedArray {
    if (Array.isArray(variable.value)) return variable.value;
    const array = variable.text === undefined ? [] : [variable.text];
    variable.value = array;
    return array;
  }

  /** Changes attributes of `name`, which is declared if it is not. @throws AssignmentError readonly cannot be taken */
  declare(name: string, attributes: Partial<Attributes>): void {
    const variable = this.#variables.get(name) ?? this.#create(name);
    if (variable.readonly && attributes.readonly === false)
      throw new AssignmentError(`${printable(name)}: readonly variable`);
    Object.assign(variable, attributes);
  }

  export(name: string, exported = true): void {
    const target = this.resolve(name);
    if (exported || this.#variables.has(target)) this.declare(target, { exported });
  }

  /** Takes it away. One of a function that called this one gives way to what it had taken the place of. @throws AssignmentError */
  unset(name: string): void {
    const variable = this.#variables.get(name);
    if (variable?.readonly === true)
      throw new AssignmentError(`${printable(name)}: cannot unset: readonly variable`);
    if (variable === undefined) this.#computed.delete(name);
    const scope = this.#scopes.findLastIndex((saved) => saved.has(name));
    if (scope >= 0 && scope < this.#scopes.length - 1) {
      this.restore(name, this.#scopes[scope]?.get(name));
      this.#scopes[scope]?.delete(name);
    } else {
      this.#variables.delete(name);
    }
  }

  /** @throws AssignmentError */
  unsetElement(name: string, subscript: string): void {
    const variable = this.find(name);
    if (variable === undefined) return;
    if (variable.readonly)
      throw new AssignmentError(`${printable(name)}: cannot unset: readonly variable`);
    const { value } = variable;
    if (value instanceof Map) value.delete(subscript);
    else if (Array.isArray(value)) deleteElement(value, indexOf(value, subscript, name));
    else if (subscript === '0') this.unset(name);
    else throw new AssignmentError(`${printable(name)}: not an array variable`);
  }

  /** Begins a function's variables. */
  enterScope(): void {
    this.#scopes.push(new Map());
  }

  /** Puts back what the innermost scope had taken the place of. */
  leaveScope(): void {
    const saved = this.#scopes.pop();
    if (saved === undefined) return;
    for (const [name, variable] of saved) this.restore(name, variable);
  }

  /**
   * `local name`: a variable of the innermost scope.
   * @param keep whether it begins as the outer one
   * @returns whether it is new there
   * @throws AssignmentError the outer one cannot be changed
   */
  makeLocal(name: string, keep = false): boolean {
    const scope = this.#scopes.at(-1);
    if (scope === undefined || scope.has(name)) return false;
    const outer = this.#variables.get(name);
    if (outer?.readonly === true)
      throw new AssignmentError(`${printable(name)}: readonly variable`);
    scope.set(name, outer);
    const local = keep && outer !== undefined ? outer.copy() : new Variable();
    if (outer?.exported === true) local.exported = true;
    this.#variables.set(name, local);
    return true;
  }

  /** The names that are local in the innermost scope. */
  get localNames(): readonly string[] {
    return [...(this.#scopes.at(-1)?.keys() ?? [])].toSorted();
  }

  /** Runs `change` on the outermost variable of that name: `declare -g`. */
  globally(name: string, change: () => void): void {
    const scope = this.#scopes.find((saved) => saved.has(name));
    if (scope === undefined) {
      change();
      return;
    }
    const inner = this.#variables.get(name);
    this.restore(name, scope.get(name));
    try {
      change();
    } finally {
      scope.set(name, this.#variables.get(name));
      this.restore(name, inner);
    }
  }

  /** The variable as a whole, to put it back later with `restore`. */
  save(name: string): Variable | undefined {
    return this.#variables.get(name);
  }

  restore(name: string, variable: Variable | undefined): void {
    if (variable === undefined) this.#variables.delete(name);
    else this.#variables.set(name, variable);
  }

  /** Puts a new variable in place of any other. */
  replace(name: string, variable: Variable): void {
    this.#variables.set(name, variable);
  }

  /** All of them but the computed ones, sorted by name. */
  list(): readonly (readonly [string, Variable])[] {
    return [...this.#variables].toSorted(([a], [b]) => (a < b ? -1 : 1));
  }

  /** The names that begin with `prefix`, sorted: `${!prefix@}`. */
  names(prefix: string): readonly string[] {
    const names = new Set([
      ...[...this.#variables].flatMap(([name, { value }]) => (value === undefined ? [] : name)),
      ...this.#computed.keys(),
    ]);
    return [...names].filter((name) => name.startsWith(prefix)).toSorted();
  }

  /** What a program gets. Arrays are not for programs. */
  environment(): ReadonlyMap<string, string> {
    const environment = new Map<string, string>();
    for (const [name, { value, exported }] of this.#variables) {
      if (exported && typeof value === 'string') environment.set(name, value);
    }
    return environment;
  }

  /** A copy that changes on its own: a subshell's. What is computed is computed anew. */
  fork(): Variables {
    const copies = new Variables(
      Array.from(this.#variables, ([name, variable]) => [name, variable.copy()]),
      this.#scopes,
    );
    copies.exportsAll = this.exportsAll;
    return copies;
  }

  #target(name: string): { readonly name: string; readonly subscript: string | undefined } {
    const [base, subscript] = splitSubscript(this.resolve(name));
    return { name: base, subscript };
  }

  /** The subscript that a reference has: a key as it is, else arithmetic. */
  #place(name: string, subscript: string): string {
    return this.find(name)?.value instanceof Map ? subscript : this.evaluate(subscript);
  }

  #create(name: string): Variable {
    const variable = new Variable();
    this.#variables.set(name, variable);
    return variable;
  }

  /** @throws AssignmentError */
  #writable(name: string, assigns = true): Variable {
    const variable = this.#variables.get(name) ?? this.#create(name);
    if (variable.readonly && assigns)
      throw new AssignmentError(`${printable(name)}: readonly variable`);
    if (this.exportsAll && assigns) variable.exported = true;
    return variable;
  }

  /** What `+=` makes of two texts that are arithmetic. */
  #sum(a: string, b: string): string {
    const sum = BigInt(this.evaluate(a)) + BigInt(this.evaluate(b));
    return String(BigInt.asIntN(64, sum));
  }

  #shaped(variable: Variable, text: string): string {
    const value = variable.integer ? this.evaluate(text) : text;
    return inLetterCase(value, variable.letterCase);
  }
}

function isPlain({ readonly, integer, letterCase, reference }: Variable): boolean {
  return !readonly && !integer && letterCase === undefined && !reference;
}

/** Takes an element away; the last one ends the array where the one before it is. */
function deleteElement(array: IndexedArray, index: number): void {
  delete array[index];
  if (index === array.length - 1) array.length = Number(Object.keys(array).at(-1) ?? -1) + 1;
}

/** The place of a subscript in an array: from its end, if it is negative. @throws AssignmentError */
function indexOf(array: IndexedArray, subscript: string, name: string): number {
  const index = Number(subscript);
  const place = index < 0 ? array.length + index : index;
  if (!(place >= 0 && place <= largestSubscript))
    throw new AssignmentError(`${name}[${subscript}]: bad array subscript`);
  return place;
}
