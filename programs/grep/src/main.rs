//! uutils grep, as dirsh calls it.

use std::process::{ExitCode, exit};

shared::commands! {
    "grep" => grep,
}

fn grep() -> ExitCode {
    exit(uu_grep::uumain(uucore::args_os()))
}
