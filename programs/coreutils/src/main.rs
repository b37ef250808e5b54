//! The coreutils of dirsh: every utility in one program, chosen by the basename of argv[0]
//! (`ls`, `/bin/ls`, `[`), or by name: `coreutils ls`, `coreutils --list`.

mod utilities;

use std::ffi::{OsStr, OsString};
use std::io::{self, Write};
use std::process::exit;

use uucore::locale;
use utilities::{UTILITIES, Utility};

fn main() {
    shared::cwd::enter_pwd();

    // uucore keeps what it has read: `std::env::args_os` would ask the host again.
    let mut args: Vec<OsString> = uucore::args_os().collect();
    let called = shared::called(args.first().map_or(OsStr::new(""), OsString::as_os_str));
    let called = called.as_str();

    if let Some(utility) = find(called) {
        run(utility, args);
    }
    if called != "coreutils" {
        fail(&format!("unknown program '{called}'"));
    }

    uucore::set_utility_is_second_arg();
    args.remove(0);
    let Some(name) = args.first().map(|arg| arg.to_string_lossy().into_owned()) else {
        fail("missing argument");
    };
    match name.as_str() {
        "--list" if args.len() > 1 => fail("invalid argument"),
        "--list" => print(&names("\n")),
        "--version" | "-V" => print(concat!(
            "coreutils ",
            env!("CARGO_PKG_VERSION"),
            " (multi-call binary)"
        )),
        "--help" | "-h" => print(&format!(
            "Usage: coreutils NAME [ARGUMENT]...\n       coreutils --list\n\nNames: {}",
            names(", ")
        )),
        name => match find(name) {
            Some(utility) => run(utility, args),
            None if name.starts_with('-') => fail(&format!("unrecognized option '{name}'")),
            None => fail(&format!("unknown program '{name}'")),
        },
    }
}

fn find(name: &str) -> Option<&'static Utility> {
    UTILITIES.iter().find(|utility| utility.name == name)
}

fn names(separator: &str) -> String {
    UTILITIES.iter().map(|utility| utility.name).collect::<Vec<_>>().join(separator)
}

fn run(utility: &Utility, args: Vec<OsString>) -> ! {
    // The messages of a utility are kept under its own name; these three share another's.
    let messages = match utility.name {
        "[" => "test",
        "dir" | "vdir" => "ls",
        name => name,
    };
    if let Err(error) = locale::setup_localization(messages) {
        let _ = writeln!(io::stderr(), "coreutils: cannot load the messages: {error}");
        exit(99);
    }
    exit((utility.run)(args.into_iter()))
}

fn print(text: &str) {
    if let Err(error) = writeln!(io::stdout(), "{text}") {
        fail(&uucore::error::strip_errno(&error));
    }
}

fn fail(message: &str) -> ! {
    let _ = writeln!(io::stderr(), "coreutils: {message}");
    exit(1)
}
