//! The comparison of two files.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read, Write};

use diffutilslib::params::{Format, Params};
use diffutilslib::{context_diff, ed_diff, normal_diff, side_by_side_diff, unified_diff};

use crate::Found;
use crate::options::Options;

/// An error in the C library's words alone.
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error ").next().unwrap_or(&text).to_owned()
}

/// A file's bytes; those of standard input for `-`, none for a missing file where that is wanted.
fn read(path: &OsStr, missing_is_empty: bool) -> io::Result<Vec<u8>> {
    if path == "-" {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    match fs::read(path) {
        Err(error) if missing_is_empty && error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        result => result,
    }
}

/// As GNU does: a NUL in what is read first.
fn is_binary(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(64 * 1024)].contains(&0)
}

/// Compares the two files of `params`, and prints how they differ. `heading` comes before that.
/// An error is one of the output; files that cannot be read are told here.
pub fn compare(
    options: &Options,
    params: &Params,
    heading: &str,
    output: &mut dyn Write,
) -> io::Result<Found> {
    let mut contents = Vec::new();
    for path in [&params.from, &params.to] {
        match read(path, options.new_file) {
            Ok(bytes) => contents.push(bytes),
            Err(error) => eprintln!("diff: {}: {}", path.to_string_lossy(), reason(&error)),
        }
    }
    let [from, to] = contents.as_slice() else { return Ok(Found::Trouble) };
    let [name, other] = [&params.from, &params.to].map(|path| path.to_string_lossy());
    let same = from == to;
    if same && params.report_identical_files {
        writeln!(output, "Files {name} and {other} are identical")?;
    }
    if same && params.format != Format::SideBySide {
        return Ok(Found::Same);
    }
    if params.brief && !same {
        writeln!(output, "Files {name} and {other} differ")?;
        return Ok(Found::Different);
    }
    if !same && !options.text && (is_binary(from) || is_binary(to)) {
        writeln!(output, "Binary files {name} and {other} differ")?;
        return Ok(Found::Different);
    }
    output.write_all(heading.as_bytes())?;
    let text = match params.format {
        Format::Normal => normal_diff(from, to, params),
        Format::Unified => unified_diff(from, to, params),
        Format::Context => context_diff(from, to, params),
        Format::SideBySide => side_by_side_diff(from, to, &mut &mut *output, params),
        Format::Ed => match ed_diff(from, to, params) {
            Ok(text) => text,
            Err(error) => {
                eprintln!("diff: {error}");
                return Ok(Found::Trouble);
            }
        },
    };
    output.write_all(&text)?;
    Ok(if same { Found::Same } else { Found::Different })
}
