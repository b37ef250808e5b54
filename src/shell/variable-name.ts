// What can be a variable's name, and the names of elements.

/** Whether `name` can be a variable's name. */
export function isName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}

/** `a[3]` as its name and its subscript. */
export function splitSubscript(text: string): readonly [string, string | undefined] {
  const [, name, subscript] = /^([A-Za-z_]\w*)\[([^]*)\]$/.exec(text) ?? [];
  return name === undefined ? [text, undefined] : [name, subscript];
}
