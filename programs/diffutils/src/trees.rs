//! The comparison of what two paths name: files, directories, or a file and the one of its name in a directory.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use crate::options::Options;
use crate::{Found, files};

/// Compares what the command line names. An error is one of the output.
pub fn compare(options: &Options, output: &mut dyn Write) -> io::Result<Found> {
    let [from, to] = [options.from.as_os_str(), options.to.as_os_str()];
    let [left, right] = [from, to].map(|path| Path::new(path).is_dir());
    if left && right {
        return directories(options, Path::new(from), Path::new(to), output);
    }
    if left && to != "-" {
        return files::compare(options, [&inside(from, to), to], "", output);
    }
    if right && from != "-" {
        return files::compare(options, [from, &inside(to, from)], "", output);
    }
    files::compare(options, [from, to], "", output)
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

/// The names in a directory, but those of `-x`. A directory that cannot be read is told here.
fn names(options: &Options, directory: &Path) -> Option<Vec<OsString>> {
    let listed = fs::read_dir(directory).and_then(|entries| {
        entries.map(|entry| entry.map(|entry| entry.file_name())).collect::<io::Result<Vec<_>>>()
    });
    let excluded =
        |name: &OsString| options.exclude.iter().any(|glob| glob.is_match(name.as_encoded_bytes()));
    match listed {
        Ok(names) => Some(names.into_iter().filter(|name| !excluded(name)).collect()),
        Err(error) => {
            eprintln!("diff: {}: {}", directory.display(), files::reason(&error));
            None
        }
    }
}

fn directories(options: &Options, from: &Path, to: &Path, output: &mut dyn Write) -> io::Result<Found> {
    let (Some(left), Some(right)) = (names(options, from), names(options, to)) else {
        return Ok(Found::Trouble);
    };
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
    let [a, b] = [(from, &options.labels[0]), (to, &options.labels[1])].map(|(path, label)| match label {
        Some(label) => label.clone(),
        None => files::quoted(&path.to_string_lossy()),
    });
    let given = options.given.iter().map(|option| format!("{} ", for_shell(option))).collect::<String>();
    files::compare(options, [from, to], &format!("diff {given}{a} {b}\n"), output)
}

/// A word as the shell would have to read it.
fn for_shell(word: &str) -> String {
    let special =
        |character: char| character.is_whitespace() || "!\"#$&'()*;<=>?[\\]^`{|}~".contains(character);
    if word.is_empty() || word.contains(special) {
        return format!("'{}'", word.replace('\'', r"'\''"));
    }
    word.to_owned()
}

/// A directory that only one side has, with `-N`: all that is in it is new.
fn one_sided(options: &Options, from: &Path, to: &Path, output: &mut dyn Write) -> io::Result<Found> {
    let there = if from.is_dir() { from } else { to };
    let Some(mut all) = names(options, there) else { return Ok(Found::Trouble) };
    all.sort();
    let mut found = Found::Same;
    for name in &all {
        let [a, b] = [from, to].map(|directory| join(directory, name));
        let one = entry(options, (&a, there == from), (&b, there == to), output)?;
        found = found.max(one);
    }
    Ok(found)
}
