// The differences that are accepted: what a browser does not tell of a file. At most 8 lines; the status is the same
// all the same, and the tree never differs.

/** Why the standard output of a line of the table differs. */
export const accepted: Readonly<Record<string, string>> = {
  'ls -l words.txt': 'mode and owner',
  'ls -n numbers.txt': 'mode and owner',
  'vdir docs/notes.txt': 'mode and owner',
  'dir -l words.txt': 'mode and owner',
  'ls -s words.txt': 'blocks',
  'ls -i words.txt': 'inode',
};

export const maximumAccepted = 8;
