// What a session says before its first prompt.

const bold = (text: string): string => `\u001b[1m${text}\u001b[0m`;

/** Three lines that say what to do. */
export function welcome(folders: boolean): string {
  const first = folders
    ? `Drop a folder on this page, or press ${bold('Open folder')}: it is then ${bold('/mnt/NAME')}, and you are in it.`
    : 'This browser cannot open folders (Chrome, Edge and other Chromiums can): you work in private storage.';
  const second = `Type Unix commands: ${bold('ls -l')}, ${bold('cat notes.txt')}, ${bold('cp -r src backup')}, ${bold('sort big.txt | uniq -c > counts.txt')}.`;
  const third = `They change the real files, at once, and nothing is uploaded. ${bold('help')} lists the commands.`;
  return [first, second, third].map((line) => `${line}\n`).join('');
}
