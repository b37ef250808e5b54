// All builtins, in the order in which `help` lists them.
import type { Builtin, Builtins } from './builtin.ts';
import { cd } from './cd.ts';
import { clear } from './clear.ts';
import { colon } from './colon.ts';
import { command } from './command.ts';
import { echo } from './echo.ts';
import { exit } from './exit.ts';
import { exportVariables } from './export.ts';
import { failure } from './false.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { printf } from './printf.ts';
import { pwd } from './pwd.ts';
import { reset } from './reset.ts';
import { set } from './set.ts';
import { shift } from './shift.ts';
import { dot, source } from './source.ts';
import { strace } from './strace.ts';
import { bracket, test } from './test.ts';
import { success } from './true.ts';
import { type } from './type.ts';
import { unset } from './unset.ts';
import { which } from './which.ts';

/** The builtins by name. */
export function allBuiltins(): Builtins {
  const builtins: readonly Builtin[] = [
    colon,
    dot,
    bracket,
    cd,
    clear,
    command,
    echo,
    exit,
    exportVariables,
    failure,
    help,
    history,
    printf,
    pwd,
    reset,
    set,
    shift,
    source,
    strace,
    test,
    success,
    type,
    unset,
    which,
  ];
  return new Map(builtins.map((builtin) => [builtin.name, builtin]));
}
