//! uutils sed, as dirsh calls it.

use std::process::{ExitCode, exit};

shared::commands! {
    "sed" => sed_main,
}

fn sed_main() -> ExitCode {
    exit(sed::sed::uumain(uucore::args_os()))
}
