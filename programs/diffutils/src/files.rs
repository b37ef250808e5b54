//! The comparison of two files.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read, Write};

use diffutilslib::utils::get_modification_time;

use crate::Found;
use crate::options::{Format, Options};
use crate::script::Script;
use crate::style::Colour;
use crate::{context, normal, side_by_side};

/// An error in the C library's words alone.
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error ").next().unwrap_or(&text).to_owned()
}

/// A file's bytes; those of standard input for `-`.
pub fn read(path: &OsStr) -> io::Result<Vec<u8>> {
    if path == "-" {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    fs::read(path)
}

/// What is compared of a file: nothing of one that is missing, where that is wanted.
fn contents(path: &OsStr, options: &Options) -> io::Result<Vec<u8>> {
    let mut bytes = match read(path) {
        Err(error) if options.new_file && error.kind() == io::ErrorKind::NotFound => Vec::new(),
        result => result?,
    };
    if options.strip_trailing_cr {
        let mut next = bytes.iter().copied().skip(1).collect::<Vec<_>>().into_iter();
        bytes.retain(|&byte| next.next() != Some(b'\n') || byte != b'\r');
    }
    Ok(bytes)
}

/// As GNU does: a NUL in what is read first.
fn is_binary(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(64 * 1024)].contains(&0)
}

/// Compares two files, and prints how they differ. `heading` comes before that.
/// An error is one of the output; files that cannot be read are told here.
pub fn compare(
    options: &Options,
    paths: [&OsStr; 2],
    heading: &str,
    output: &mut dyn Write,
) -> io::Result<Found> {
    let mut both = Vec::new();
    for path in paths {
        match contents(path, options) {
            Ok(bytes) => both.push(bytes),
            Err(error) => eprintln!("diff: {}: {}", path.to_string_lossy(), reason(&error)),
        }
    }
    let [from, to] = both.as_slice() else { return Ok(Found::Trouble) };
    let names: Vec<String> = paths
        .iter()
        .zip(&options.labels)
        .map(|(path, label)| label.clone().unwrap_or_else(|| path.to_string_lossy().into_owned()))
        .collect();
    let names = [names[0].as_str(), names[1].as_str()];
    let same = from == to;
    let binary = !options.text && (is_binary(from) || is_binary(to));
    let side_by_side = options.format == Format::SideBySide && !options.brief;
    if !same && (binary || (options.brief && !options.ignores_some())) {
        return told_different(options, names, output);
    }
    if same && !side_by_side {
        return told_same(options, names, output);
    }
    let script = Script::new(from, to, options);
    let differs = script.differs();
    if differs && options.brief {
        return told_different(options, names, output);
    }
    if differs || side_by_side {
        output.write_all(heading.as_bytes())?;
        print(&script, options, paths, output)?;
    }
    if !differs {
        return told_same(options, names, output);
    }
    Ok(if options.format == Format::Ed { incomplete(&script, names) } else { Found::Different })
}

fn told_same(options: &Options, [from, to]: [&str; 2], output: &mut dyn Write) -> io::Result<Found> {
    if options.report_identical_files {
        writeln!(output, "Files {from} and {to} are identical")?;
    }
    Ok(Found::Same)
}

fn told_different(options: &Options, [from, to]: [&str; 2], output: &mut dyn Write) -> io::Result<Found> {
    let kind = if options.brief { "Files" } else { "Binary files" };
    writeln!(output, "{kind} {from} and {to} differ")?;
    Ok(Found::Different)
}

/// A newline that is missing cannot be said to ed.
fn incomplete(script: &Script, names: [&str; 2]) -> Found {
    let mut found = Found::Different;
    for (lines, name) in [&script.from, &script.to].into_iter().zip(names) {
        if lines.last().is_some_and(|line| !line.ends_with(b"\n")) {
            eprintln!("diff: {name}: No newline at end of file\n");
            found = Found::Trouble;
        }
    }
    found
}

fn print(script: &Script, options: &Options, paths: [&OsStr; 2], output: &mut dyn Write) -> io::Result<()> {
    match options.format {
        Format::Normal => normal::normal(script, options, output),
        Format::Ed => normal::ed(script, options, output),
        Format::SideBySide => side_by_side::side_by_side(script, options, output),
        Format::Unified => {
            header(options, ["---", "+++"], paths, output)?;
            context::unified(script, options, output)
        }
        Format::Context => {
            header(options, ["***", "---"], paths, output)?;
            context::context(script, options, output)
        }
    }
}

/// The files' labels, or their names and times.
fn header(options: &Options, marks: [&str; 2], paths: [&OsStr; 2], output: &mut dyn Write) -> io::Result<()> {
    for side in 0..2 {
        let text = match &options.labels[side] {
            Some(label) => label.clone(),
            None => {
                let path = paths[side].to_string_lossy();
                format!("{}\t{}", quoted(&path), get_modification_time(&path))
            }
        };
        options.paint(output, Colour::Header, format!("{} {text}", marks[side]).as_bytes())?;
        output.write_all(b"\n")?;
    }
    Ok(())
}

/// A name as headers have it: in quotes, as C has them, if a space or something special is in it.
pub fn quoted(name: &str) -> String {
    if !name.contains([' ', '"', '\\', '\n', '\t']) {
        return name.to_owned();
    }
    let inner = name.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t");
    format!("\"{inner}\"")
}
