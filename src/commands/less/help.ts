// What `h` shows, and `less --help`.

export const helpText = `
                        SUMMARY OF THE PAGER'S COMMANDS

  Commands marked with * may be preceded by a number, N.
  A key preceded by a caret indicates the Ctrl key.

  h  H                 Display this help.
  q  :q  Q  :Q  ZZ     Exit.

                                MOVING

  e  ^E  j  ^N  CR  Down    *  Forward  one line   (or N lines).
  y  ^Y  k  ^K  ^P  Up      *  Backward one line   (or N lines).
  f  ^F  ^V  SPACE  PageDown*  Forward  one window (or N lines).
  b  ^B  ESC-v  PageUp      *  Backward one window (or N lines).
  z                         *  Forward  one window (and set window to N).
  w                         *  Backward one window (and set window to N).
  d  ^D                     *  Forward  one half-window (and set half-window to N).
  u  ^U                     *  Backward one half-window (and set half-window to N).
  ESC-)  RightArrow         *  Right one half screen width (or N positions).
  ESC-(  LeftArrow          *  Left  one half screen width (or N positions).
  ^LeftArrow                   Left  to first column.
  F                            Forward forever, like "tail -f"; ^C ends it.
  r  ^R  ^L                    Repaint screen.
  R                            Look at the file anew.

                               SEARCHING

  /pattern             *  Search forward for (N-th) matching line.
  ?pattern             *  Search backward for (N-th) matching line.
  n                    *  Repeat previous search (for N-th occurrence).
  N                    *  Repeat previous search in reverse direction.
  ESC-u                   Toggle search highlighting.
  &pattern                Display only matching lines.
        A pattern is an extended regular expression. It may begin with
        ^N or !  Search for NON-matching lines.
        ^R       Don't use REGULAR EXPRESSIONS.

                                JUMPING

  g  <  ESC-<  Home    *  Go to first line in file (or line N).
  G  >  ESC->  End     *  Go to last line in file (or line N).
  p  %                 *  Go to beginning of file (or N percent into file).
  m<letter>               Mark the current top line with <letter>.
  '<letter>               Go to a previously marked position.
  ''                      Go to the previous position.
  '^  '$                  Go to the beginning, to the end of the file.

                             CHANGING FILES

  :e file                 Examine a new file.
  :n                   *  Examine the (N-th) next file from the command line.
  :p                   *  Examine the (N-th) previous file from the command line.
  :x                   *  Examine the first (or N-th) file from the command line.
  :d                      Delete the current file from the command line list.
  =  ^G  :f               Print current file name.

                                OPTIONS

        Most may be changed while less runs, by - and the letter; those
        in $LESS hold always.

  -e  -E               Quit at end of file: the second time, the first time.
  -f                   Show files that are binary without asking.
  -F                   Quit if the entire file fits on first screen.
  -G                   Don't highlight search matches.
  -i  -I               Ignore case in searches; where the pattern has capitals, too.
  -m  -M               Show more in the prompt.
  -n                   Have no line numbers in it.
  -N                   Display a line number before each line.
  -p pattern           Start at pattern (from the command line).
  -r  -R               Colour what has ANSI colour sequences.
  -S                   Chop (truncate) long lines rather than fold them.
  -x N                 Set tab stops each N columns.
  -X                   Leave the text on the screen at the end.
  +command             Do the command at the beginning of each file: +G, +F, +/pattern.

        A file is read where it is looked at, however large it is. Of
        what comes from a pipe 256 MiB are kept. A line is shown in
        pieces where it has no newline within 64 KiB.
`;
