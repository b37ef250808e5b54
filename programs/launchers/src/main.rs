//! The commands of uutils coreutils that start others, as dirsh calls them.

use std::process::{ExitCode, exit};

use uucore::locale::setup_localization;

shared::commands! {
    "env" => || run("env", uu_env::uumain),
    "nice" => || run("nice", uu_nice::uumain),
    "nohup" => || run("nohup", uu_nohup::uumain),
    "timeout" => || run("timeout", uu_timeout::uumain),
}

fn run(name: &str, command: fn(std::vec::IntoIter<std::ffi::OsString>) -> i32) -> ExitCode {
    if let Err(error) = setup_localization(name) {
        eprintln!("{name}: cannot load the messages: {error}");
        return ExitCode::from(99);
    }
    let arguments: Vec<_> = uucore::args_os().collect();
    exit(command(arguments.into_iter()))
}
