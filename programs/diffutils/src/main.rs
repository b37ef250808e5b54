//! uutils diffutils, as dirsh calls it: diff and cmp.

mod changes;
mod context;
mod files;
mod normal;
mod options;
mod pattern;
mod script;
mod side_by_side;
mod space;
mod style;
mod trees;

use std::env::args_os;
use std::io::{self, Write};
use std::process::{ExitCode, exit};

use diffutilslib::cmp;

shared::commands! {
    "cmp" => || cmp::main(args_os().peekable()),
    "diff" => diff,
}

/// The command `diff`. The crate's own knows neither trees nor binary files, and few options.
fn diff() -> ExitCode {
    let options = options::parse(args_os().skip(1)).unwrap_or_else(|message| {
        eprintln!("diff: {message}");
        exit(2)
    });
    let mut output = io::BufWriter::new(io::stdout());
    let outcome = trees::compare(&options, &mut output);
    match outcome.and_then(|found| output.flush().map(|()| found)) {
        Ok(found) => ExitCode::from(found as u8),
        Err(error) => {
            eprintln!("diff: standard output: {}", files::reason(&error));
            ExitCode::from(2)
        }
    }
}

/// What a comparison found; its number is the exit status, of which the highest counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Found {
    Same = 0,
    Different = 1,
    Trouble = 2,
}
