//! uutils findutils, as dirsh calls it: find and xargs.

use std::process::{ExitCode, exit};

use findutils::find::{StandardDependencies, find_main};
use findutils::xargs::xargs_main;

shared::commands! {
    "find" => || with_arguments("find", |args| find_main(args, &StandardDependencies::new())),
    "xargs" => || with_arguments("xargs", xargs_main),
}

/// Both take only Unicode, and give the exit status.
fn with_arguments(name: &str, command: impl Fn(&[&str]) -> i32) -> ExitCode {
    match shared::unicode_arguments() {
        Ok(args) => exit(command(&args.iter().map(String::as_str).collect::<Vec<_>>())),
        Err(argument) => {
            eprintln!("{name}: invalid (non-UTF-8) argument: {}", argument.to_string_lossy());
            ExitCode::FAILURE
        }
    }
}
