// History as the text of a file: a line for each entry, `\n` and `\\` written out.

export function historyText(entries: readonly string[]): string {
  return entries
    .map((entry) => `${entry.replace(/[\\\n]/g, (char) => (char === '\n' ? '\\n' : '\\\\'))}\n`)
    .join('');
}

export function historyEntries(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/\\([\\n])/g, (_, char: string) => (char === 'n' ? '\n' : '\\')));
}
