//! What `std::process` is for the few programs that start others; std has none on WASI. The session starts the program,
//! with the caller's descriptors 0, 1 and 2.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

mod host {
    #[link(wasm_import_module = "dirsh")]
    unsafe extern "C" {
        /// Strings end with a NUL each: the arguments, the name first, and `NAME=value`. The directory is absolute. 1 in
        /// `flags`: there is nothing on standard input. After `limit` milliseconds it gets a signal, and KILL `grace` later;
        /// `u32::MAX` is never. Waits for its end, and returns the exit status, with 256 where the limit was reached and 512
        /// where a signal ended it, or an errno below zero.
        pub fn spawn(
            arguments: *const u8,
            arguments_length: usize,
            environment: *const u8,
            environment_length: usize,
            directory: *const u8,
            directory_length: usize,
            flags: u32,
            limit: u32,
            signal: u32,
            grace: u32,
        ) -> i32;
        /// As `spawn`, but does not wait. Returns zero, or an errno below zero: EAGAIN while too many run.
        pub fn start(
            arguments: *const u8,
            arguments_length: usize,
            environment: *const u8,
            environment_length: usize,
            directory: *const u8,
            directory_length: usize,
            flags: u32,
            limit: u32,
            signal: u32,
            grace: u32,
        ) -> i32;
        /// Waits for any that was started, and returns what `spawn` would have.
        pub fn wait() -> i32;
    }
}

type Import = unsafe extern "C" fn(
    *const u8,
    usize,
    *const u8,
    usize,
    *const u8,
    usize,
    u32,
    u32,
    u32,
    u32,
) -> i32;

const NULL_INPUT: u32 = 1;
const LIMIT_REACHED: i32 = 256;
const SIGNALLED: i32 = 512;
const NEVER: u32 = u32::MAX;

/// What standard input is, where it is not the caller's.
pub enum Stdio {
    Null,
}

impl Stdio {
    pub fn null() -> Self {
        Self::Null
    }
}

/// How a program ended: 0 to 255, where 128 and more may be a signal.
#[derive(Clone, Copy, Debug)]
pub struct ExitStatus(i32);

impl ExitStatus {
    fn of(result: i32) -> io::Result<Self> {
        if result < 0 { Err(io::Error::from_raw_os_error(-result)) } else { Ok(Self(result)) }
    }

    pub fn success(self) -> bool {
        self.0 == 0
    }

    pub fn code(self) -> Option<i32> {
        Some(self.0 % LIMIT_REACHED)
    }

    /// Whether it was still running when its time was over.
    pub fn limit_reached(self) -> bool {
        self.0 & LIMIT_REACHED != 0
    }

    /// The signal that ended it.
    pub fn signal(self) -> Option<i32> {
        (self.0 & SIGNALLED != 0).then_some(self.0 % LIMIT_REACHED - 128)
    }
}

/// A program to be started, as `std::process::Command`.
pub struct Command {
    arguments: Vec<OsString>,
    environment: Vec<(OsString, OsString)>,
    directory: Option<PathBuf>,
    flags: u32,
    limit: u32,
    signal: u32,
    grace: u32,
}

impl Command {
    pub fn new(program: impl AsRef<OsStr>) -> Self {
        Self {
            arguments: vec![program.as_ref().to_owned()],
            environment: env::vars_os().collect(),
            directory: None,
            flags: 0,
            limit: NEVER,
            signal: 0,
            grace: NEVER,
        }
    }

    pub fn arg(&mut self, argument: impl AsRef<OsStr>) -> &mut Self {
        self.arguments.push(argument.as_ref().to_owned());
        self
    }

    pub fn args(&mut self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> &mut Self {
        self.arguments.extend(arguments.into_iter().map(|argument| argument.as_ref().to_owned()));
        self
    }

    pub fn env_clear(&mut self) -> &mut Self {
        self.environment.clear();
        self
    }

    pub fn envs(
        &mut self,
        variables: impl IntoIterator<Item = (impl AsRef<OsStr>, impl AsRef<OsStr>)>,
    ) -> &mut Self {
        for (name, value) in variables {
            self.environment.push((name.as_ref().to_owned(), value.as_ref().to_owned()));
        }
        self
    }

    pub fn current_dir(&mut self, directory: impl AsRef<Path>) -> &mut Self {
        self.directory = Some(directory.as_ref().to_owned());
        self
    }

    pub fn stdin(&mut self, Stdio::Null: Stdio) -> &mut Self {
        self.flags |= NULL_INPUT;
        self
    }

    /// Signals the program when it has run for `limit`, and kills it when it has not ended for `grace` after that.
    pub fn limit(&mut self, limit: Duration, signal: u32, grace: Option<Duration>) -> &mut Self {
        self.limit = milliseconds(limit);
        self.signal = signal;
        self.grace = grace.map_or(NEVER, milliseconds);
        self
    }

    /// Starts the program and waits for its end. What was printed so far comes before what it prints.
    pub fn status(&mut self) -> io::Result<ExitStatus> {
        ExitStatus::of(self.call(host::spawn)?)
    }

    /// Starts the program beside the caller: `wait_any` tells how it ended, or why it could not be started. WouldBlock where
    /// too many run.
    pub fn start(&mut self) -> io::Result<()> {
        ExitStatus::of(self.call(host::start)?).map(|_| ())
    }

    fn call(&self, function: Import) -> io::Result<i32> {
        io::stdout().flush()?;
        let mut directory = env::current_dir()?;
        if let Some(relative) = &self.directory {
            directory.push(relative);
        }
        let directory = directory.into_os_string().into_encoded_bytes();
        let arguments = terminated(self.arguments.iter().map(|argument| [argument.as_os_str()]));
        let variables = self.environment.iter().map(|(name, value)| [name, OsStr::new("="), value]);
        let environment = terminated(variables);
        let result = unsafe {
            function(
                arguments.as_ptr(),
                arguments.len(),
                environment.as_ptr(),
                environment.len(),
                directory.as_ptr(),
                directory.len(),
                self.flags,
                self.limit,
                self.signal,
                self.grace,
            )
        };
        Ok(result)
    }
}

/// Waits for the end of any program that was started: how it ended, or why it was not begun.
pub fn wait_any() -> io::Result<ExitStatus> {
    ExitStatus::of(unsafe { host::wait() })
}

/// At least one where it is any, and never where it is longer than a timer can be.
fn milliseconds(duration: Duration) -> u32 {
    match duration.as_micros().div_ceil(1000) {
        0 => NEVER,
        milliseconds => milliseconds.try_into().unwrap_or(NEVER),
    }
}

/// Each string with a NUL at its end, of parts that belong together.
fn terminated<'a, const N: usize>(strings: impl Iterator<Item = [&'a OsStr; N]>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for parts in strings {
        for part in parts {
            bytes.extend_from_slice(part.as_encoded_bytes());
        }
        bytes.push(0);
    }
    bytes
}

/// The command line as `xargs -t` shows it.
impl fmt::Debug for Command {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, argument) in self.arguments.iter().enumerate() {
            let space = if at == 0 { "" } else { " " };
            write!(formatter, "{space}{}", quoted(&argument.to_string_lossy()))?;
        }
        Ok(())
    }
}

/// A word as a shell reads it, quoted only where it must be.
fn quoted(word: &str) -> String {
    let special = |text: &str| {
        text.contains(|it: char| it.is_control() || " !\"$&'()*;<=>?[\\^`|".contains(it))
    };
    if !word.is_empty()
        && !special(word)
        && !word.starts_with(['#', '~'])
        && word != "{"
        && word != "}"
    {
        return word.to_owned();
    }
    if word.contains('\'') && !word.contains(['"', '$', '`', '\\', '!']) {
        return format!("\"{word}\"");
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}
