// What each command written in TypeScript does, in a line: for `man -k`, and for its file in /bin.

/** By name. */
export const summaries: ReadonlyMap<string, string> = new Map([
  ['df', 'show what is mounted, and how much room it has'],
  ['du', 'add up what directories take'],
  ['file', 'tell what files are, by what is in them'],
  ['less', 'look through files, forwards and backwards'],
  ['man', 'show what programs tell of themselves'],
  ['more', 'look through files, a screen at a time'],
  ['mount', 'list what is mounted'],
  ['ps', 'list what runs'],
  ['stat', 'show all that is known of files'],
  ['stty', 'show and change how the terminal works'],
  ['tac', 'print files with the last line first'],
  ['top', 'show what runs, again and again, on the whole screen'],
  ['tree', 'draw directories with what is in them'],
  ['umount', 'take folders out of the tree'],
  ['watch', 'run a command line again and again, on the whole screen'],
]);
