// What `help` says of the words of the language itself, which no builtin explains.
import type { Builtin } from './builtin.ts';

/** Something that `help` explains. */
export type Topic = Pick<Builtin, 'name' | 'synopsis' | 'help'>;

/** The constructs of the language, by the names under which bash explains them. */
export const languageTopics: readonly Topic[] = [
  {
    name: 'for',
    synopsis: 'for NAME [in WORDS ... ] ; do COMMANDS; done',
    help: `Run commands once for each word.

NAME is each of the WORDS in turn, or each positional parameter where there
is no \`in'. The status is that of the last command.`,
  },
  {
    name: 'for ((',
    synopsis: 'for (( exp1; exp2; exp3 )); do COMMANDS; done',
    help: `Run commands as long as an arithmetic expression is not 0.

EXP1 is evaluated first, EXP2 before each round, and EXP3 after it. One that
is left out is 1. The status is that of the last command.`,
  },
  {
    name: 'select',
    synopsis: 'select NAME [in WORDS ... ;] do COMMANDS; done',
    help: `Ask for one of several words, and run commands with it, again and again.

The words are listed with numbers on standard error, and $PS3 asks. NAME is
the word of the number that was typed, or empty, and REPLY what was typed.
An empty line lists them again; \`break', or the end of the input, ends it.`,
  },
  {
    name: 'time',
    synopsis: 'time [-p] pipeline',
    help: `Say how long a pipeline took.

$TIMEFORMAT is the form: %R the time that passed, %U and %S that of the
program and the system, %P their share, %% a percent sign, and a digit
before the letter the places. -p has the form of POSIX.`,
  },
  {
    name: 'case',
    synopsis: 'case WORD in [PATTERN [| PATTERN]...) COMMANDS ;;]... esac',
    help: `Run the commands of the first pattern that a word matches.

The patterns are those of file names. \`;;' ends it; with \`;&' the next
commands run too, and with \`;;&' the next patterns are tried. The status is
that of the last command, or 0 where nothing matches.`,
  },
  {
    name: 'if',
    synopsis:
      'if COMMANDS; then COMMANDS; [ elif COMMANDS; then COMMANDS; ]... [ else COMMANDS; ] fi',
    help: `Run commands if others succeed.

The commands behind the first \`if' or \`elif' whose own have the status 0 run,
otherwise those behind \`else'. The status is that of the last command, or 0
where none ran.`,
  },
  {
    name: 'while',
    synopsis: 'while COMMANDS; do COMMANDS-2; done',
    help: `Run commands as long as others succeed.

COMMANDS-2 run each time that the status of the last of COMMANDS is 0. The
status is that of the last of COMMANDS-2, or 0 where they never ran.`,
  },
  {
    name: 'until',
    synopsis: 'until COMMANDS; do COMMANDS-2; done',
    help: `Run commands as long as others fail.

As \`while', but COMMANDS-2 run while the status of COMMANDS is not 0.`,
  },
  {
    name: 'function',
    synopsis: 'function name { COMMANDS ; } or name () { COMMANDS ; }',
    help: `Define a function: commands that run by a name of their own.

Its arguments are $1 and so on, and FUNCNAME has its name. \`local' makes
variables of its own, and \`return' ends it. A redirection behind the body
holds for each call.`,
  },
  {
    name: '{ ... }',
    synopsis: '{ COMMANDS ; }',
    help: `Run commands as one, in this shell.

A redirection or a pipe behind it is for all of them. The braces are words:
they need blanks around them, and a \`;' or a newline before the last one.`,
  },
  {
    name: '( ... )',
    synopsis: '( COMMANDS )',
    help: `Run commands as one, in a shell of their own.

What they change, variables or the working directory, is gone behind it.`,
  },
  {
    name: '%',
    synopsis: 'job_spec [&]',
    help: `Continue a job in the foreground, or with \`&' in the background.

%1 is the job of that number, %% and %+ the current one, %- the one before,
%TEXT the one whose command begins with TEXT, %?TEXT that has it anywhere.
As \`fg' and \`bg'.`,
  },
  {
    name: '(( ... ))',
    synopsis: '(( expression ))',
    help: `Evaluate an arithmetic expression.

The operators are those of C, and ** for powers; variables need no $. The
status is 0 where the value is not 0, otherwise 1.`,
  },
  {
    name: '[[ ... ]]',
    synopsis: '[[ expression ]]',
    help: `Test something, without dividing words and without file names.

The tests are those of \`test', and besides:
  ( EXPR )       to group
  ! EXPR         not
  A && B, A || B and, or: B is looked at only if it matters
  X == PATTERN   X matches the pattern; !=, it does not
  X =~ REGEX     the extended regular expression is found in X; BASH_REMATCH
                 has what it and its groups matched
  X < Y, X > Y   the order of the texts
Numbers of -eq, -lt and so on are arithmetic. What is quoted on the right
stands for itself. The status is 0, 1, or 2 where the expression is none.`,
  },
  {
    name: 'variables',
    synopsis: 'variables - Names and meanings of some shell variables',
    help: `Variables that the shell sets or obeys.

  BASH_VERSION   the version of bash whose language this is
  CDPATH         where \`cd' looks for a relative directory
  GLOBIGNORE     patterns of names that a pattern never becomes
  HISTCONTROL    which lines the history does not keep, HISTIGNORE too
  HISTFILE       the file of the history; HISTFILESIZE, its lines
  HISTSIZE       how many lines the history has
  HOME           the directory of \`cd' and of ~
  IFS            what divides words
  LINENO         the line of the script
  PATH           the directories in which programs are looked for
  PIPESTATUS     the status of each part of the last pipeline
  PROMPT_COMMAND what runs before each prompt
  PS1, PS2       the prompt, and that of a line that goes on
  PWD, OLDPWD    the working directory, and the one before
  RANDOM         a number from 0 to 32767, another one each time
  SECONDS        since the shell began
  TIMEFORMAT     the form of what \`time' says`,
  },
];
