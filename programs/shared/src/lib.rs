//! What every program of dirsh shares: the C functions that wasi-libc lacks or does otherwise than
//! Unix, the place of Asyncify's stack, and the choice of a command by its name.

mod asyncify_stack;
pub mod cwd;
pub mod process;
mod stat;
mod strerror;

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::ExitCode;

/// The name by which a program was called, of its first argument: of `/bin/ls` and of `./ls.wasm`, a copy, it is `ls`.
pub fn called(path: &OsStr) -> String {
    let name = Path::new(path).file_name().unwrap_or_default().to_string_lossy();
    name.strip_suffix(".wasm").unwrap_or(&name).to_owned()
}

/// Runs the command of this name; the first, where there is none: it was called by a name of the user's.
pub fn run(commands: &[(&str, fn() -> ExitCode)]) -> ExitCode {
    cwd::enter_pwd();
    let called = called(&env::args_os().next().unwrap_or_default());
    let command = commands.iter().find(|(name, _)| *name == called).unwrap_or(&commands[0]);
    command.1()
}

/// The arguments, for a command that takes only Unicode. @returns the one that is not, else
pub fn unicode_arguments() -> Result<Vec<String>, OsString> {
    env::args_os().map(OsString::into_string).collect()
}

/// `main` of a program: its commands by name, and what runs each. A line each, which the build looks for.
#[macro_export]
macro_rules! commands {
    ($($name:literal => $run:expr,)+) => {
        fn main() -> std::process::ExitCode {
            $crate::run(&[$(($name, $run)),+])
        }
    };
}
