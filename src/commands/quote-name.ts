// Names in messages, quoted as GNU's programs do: so that a person can paste them into a shell.

/** Whether it must be quoted other than by apostrophes around it. */
// oxlint-disable-next-line no-control-regex -- these are what it is for
const control = /[\u0000-\u001f\u007f]/;

/** `'name'`; with `$'\n'` for what moves the cursor. */
export function quoteName(name: string): string {
  if (!control.test(name)) {
    if (!name.includes("'")) return `'${name}'`;
    return /["$`\\!]/.test(name) ? `'${name.replaceAll("'", "'\\''")}'` : `"${name}"`;
  }
  const parts = name.replaceAll("'", "'\\''").replace(
    // oxlint-disable-next-line no-control-regex -- these are what it is for
    /[\u0000-\u001f\u007f]+/g,
    (controls) => `'$'${Array.from(controls, escape).join('')}''`,
  );
  return `'${parts}'`.replace(/^''(?=\$)/, "''").replace(/''$/, '');
}

const letters: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
};

function escape(char: string): string {
  return letters[char] ?? `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`;
}
