// All builtins, in the order in which `help` lists them.
import { alias, unalias } from './alias.ts';
import { breakLoop, continueLoop } from './break.ts';
import { builtinOnly } from './builtin-builtin.ts';
import type { Builtin, Builtins } from './builtin.ts';
import { caller } from './caller.ts';
import { cd } from './cd.ts';
import { clear } from './clear.ts';
import { colon } from './colon.ts';
import { command } from './command.ts';
import { declare, local, typeset } from './declare.ts';
import { dirs, popd, pushd } from './directory-stack.ts';
import { disown } from './disown.ts';
import { echo } from './echo.ts';
import { enable } from './enable.ts';
import { evaluateText } from './eval.ts';
import { exec } from './exec.ts';
import { exit } from './exit.ts';
import { exportVariables, readonlyVariables } from './export.ts';
import { failure } from './false.ts';
import { fc } from './fc.ts';
import { bg, fg } from './foreground.ts';
import { getopts } from './getopts.ts';
import { hash } from './hash.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { jobs } from './jobs.ts';
import { kill } from './kill.ts';
import { letBuiltin } from './let.ts';
import { logout } from './logout.ts';
import { mapfile, readarray } from './mapfile.ts';
import { printf } from './printf.ts';
import { pwd } from './pwd.ts';
import { read } from './read.ts';
import { reset } from './reset.ts';
import { returnFrom } from './return.ts';
import { set } from './set.ts';
import { shift } from './shift.ts';
import { shopt } from './shopt.ts';
import { dot, source } from './source.ts';
import { strace } from './strace.ts';
import { suspend } from './suspend.ts';
import { bracket, test } from './test.ts';
import { times } from './times.ts';
import { trap } from './trap.ts';
import { success } from './true.ts';
import { type } from './type.ts';
import { ulimit } from './ulimit.ts';
import { umask } from './umask.ts';
import { unset } from './unset.ts';
import { waitForJobs } from './wait.ts';
import { which } from './which.ts';

/** The builtins by name. */
export function allBuiltins(): Builtins {
  const builtins: readonly Builtin[] = [
    colon,
    dot,
    bracket,
    alias,
    bg,
    breakLoop,
    builtinOnly,
    caller,
    cd,
    clear,
    command,
    continueLoop,
    declare,
    dirs,
    disown,
    echo,
    enable,
    evaluateText,
    exec,
    exit,
    exportVariables,
    failure,
    fc,
    fg,
    getopts,
    hash,
    help,
    history,
    jobs,
    kill,
    letBuiltin,
    local,
    logout,
    mapfile,
    popd,
    printf,
    pushd,
    pwd,
    read,
    readarray,
    readonlyVariables,
    reset,
    returnFrom,
    set,
    shift,
    shopt,
    source,
    strace,
    suspend,
    test,
    times,
    trap,
    success,
    type,
    typeset,
    ulimit,
    umask,
    unalias,
    unset,
    waitForJobs,
    which,
  ];
  return new Map(builtins.map((builtin) => [builtin.name, builtin]));
}
