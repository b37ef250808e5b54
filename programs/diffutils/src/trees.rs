//! The comparison of what two paths name: files, directories, or a file and the one of its name in a directory.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use diffutilslib::params::Params;

use crate::options::Options;
use crate::{Found, files};

/// Compares what the command line names. An error is one of the output.
pub fn compare(options: &Options, output: &mut dyn Write) -> io::Result<Found> {
    let mut params = options.params.clone();
    let [from, to] = [&params.from, &params.to].map(|path| Path::new(path).is_dir());
    if from && to {
        return directories(options, Path::new(&params.from), Path::new(&params.to), output);
    }
    if from && params.to != "-" {
        params.from = inside(&params.from, &params.to);
    } else if to && params.from != "-" {
        params.to = inside(&params.to, &params.from);
    }
    files::compare(options, &params, "", output)
}

/// `directory/NAME` for `…/NAME`.
fn inside(directory: &OsStr, file: &OsStr) -> OsString {
    let name = Path::new(file).file_name().unwrap_or(file);
    join(Path::new(directory), name)
}

/// As GNU writes it: no slash is added to one that is there.
fn join(directory: &Path, name: &OsStr) -> OsString {
    directory.join(name).into_os_string()
}

/// The names in both, those in one, sorted by their bytes. A directory that cannot be read is told here.
fn names(directory: &Path) -> Option<Vec<OsString>> {
    let listed = fs::read_dir(directory)
        .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.file_name())).collect());
    match listed {
        Ok(names) => Some(names),
        Err(error) => {
            eprintln!("diff: {}: {}", directory.display(), files::reason(&error));
            None
        }
    }
}

fn directories(
    options: &Options,
    from: &Path,
    to: &Path,
    output: &mut dyn Write,
) -> io::Result<Found> {
    let (Some(left), Some(right)) = (names(from), names(to)) else { return Ok(Found::Trouble) };
    let mut all: Vec<&OsString> = left.iter().chain(&right).collect();
    all.sort();
    all.dedup();
    let mut found = Found::Same;
    for name in all {
        let [a, b] = [from, to].map(|directory| join(directory, name));
        let [in_left, in_right] = [left.contains(name), right.contains(name)];
        let one = entry(options, (&a, in_left), (&b, in_right), output)?;
        found = found.max(one);
    }
    Ok(found)
}

/// Compares two entries of one name, each with whether it is there.
fn entry(
    options: &Options,
    (from, in_left): (&OsStr, bool),
    (to, in_right): (&OsStr, bool),
    output: &mut dyn Write,
) -> io::Result<Found> {
    let [left, right] = [from, to].map(Path::new);
    let [left_is_directory, right_is_directory] = [left, right].map(Path::is_dir);
    if !(in_left && in_right) && !options.new_file {
        let there = if in_left { left } else { right };
        let directory = there.parent().unwrap_or(there).display();
        let name = there.file_name().unwrap_or_default().to_string_lossy();
        writeln!(output, "Only in {directory}: {name}")?;
        return Ok(Found::Different);
    }
    if left_is_directory || right_is_directory {
        if in_left && in_right && !(left_is_directory && right_is_directory) {
            let kind = |directory| if directory { "directory" } else { "regular file" };
            writeln!(
                output,
                "File {} is a {} while file {} is a {}",
                left.display(),
                kind(left_is_directory),
                right.display(),
                kind(right_is_directory)
            )?;
            return Ok(Found::Different);
        }
        if !options.recursive {
            writeln!(output, "Common subdirectories: {} and {}", left.display(), right.display())?;
            return Ok(Found::Same);
        }
        return if in_left && in_right {
            directories(options, left, right, output)
        } else {
            one_sided(options, left, right, output)
        };
    }
    let params = Params { from: from.to_owned(), to: to.to_owned(), ..options.params.clone() };
    let [a, b] = [(from, &params.labels[0]), (to, &params.labels[1])].map(|(path, label)| match label {
        Some(label) => label.clone(),
        None => path.to_string_lossy().into_owned(),
    });
    let given = options.given.iter().map(|option| format!("{option} ")).collect::<String>();
    files::compare(options, &params, &format!("diff {given}{a} {b}\n"), output)
}

/// A directory that only one side has, with `-N`: all that is in it is new.
fn one_sided(
    options: &Options,
    from: &Path,
    to: &Path,
    output: &mut dyn Write,
) -> io::Result<Found> {
    let there = if from.is_dir() { from } else { to };
    let Some(mut all) = names(there) else { return Ok(Found::Trouble) };
    all.sort();
    let mut found = Found::Same;
    for name in &all {
        let [a, b] = [from, to].map(|directory| join(directory, name));
        let one = entry(options, (&a, there == from), (&b, there == to), output)?;
        found = found.max(one);
    }
    Ok(found)
}
