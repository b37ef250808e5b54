// The variables of a shell: names, values, and which of them the programs see.

/** A variable's state. One that is exported but has no value yet is not in a program's environment. */
export interface Variable {
  readonly value: string | undefined;
  readonly exported: boolean;
}

/** Whether `name` can be a variable's name. */
export function isName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}

/** The variables by name. */
export class Variables {
  readonly #variables: Map<string, Variable>;

  constructor(variables: Iterable<readonly [string, Variable]> = []) {
    this.#variables = new Map(variables);
  }

  /** The value, undefined where the variable is not set. */
  get(name: string): string | undefined {
    return this.#variables.get(name)?.value;
  }

  /** Gives a value; what was exported stays so. */
  set(name: string, value: string): void {
    this.#variables.set(name, { value, exported: this.#variables.get(name)?.exported ?? false });
  }

  export(name: string, exported = true): void {
    const variable = this.#variables.get(name);
    if (variable !== undefined || exported) {
      this.#variables.set(name, { value: variable?.value, exported });
    }
  }

  unset(name: string): void {
    this.#variables.delete(name);
  }

  /** The variable as a whole, to put it back later with `restore`. */
  save(name: string): Variable | undefined {
    return this.#variables.get(name);
  }

  restore(name: string, variable: Variable | undefined): void {
    if (variable === undefined) this.#variables.delete(name);
    else this.#variables.set(name, variable);
  }

  /** All of them, sorted by name. */
  list(): readonly (readonly [string, Variable])[] {
    return [...this.#variables].toSorted(([a], [b]) => (a < b ? -1 : 1));
  }

  /** What a program gets. */
  environment(): ReadonlyMap<string, string> {
    const environment = new Map<string, string>();
    for (const [name, { value, exported }] of this.#variables) {
      if (exported && value !== undefined) environment.set(name, value);
    }
    return environment;
  }

  /** A copy that changes on its own: a subshell's. */
  fork(): Variables {
    return new Variables(this.#variables);
  }
}
