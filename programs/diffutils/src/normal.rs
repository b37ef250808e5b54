//! The formats without context: the normal one, and commands for ed.

use std::io::{self, Write};
use std::ops::Range;

use crate::options::Options;
use crate::script::{Change, Script};
use crate::style::Colour;

/// The first and the last line, counted from 1; of no lines the one before.
fn place(lines: &Range<usize>) -> String {
    match lines.len() {
        0 => lines.start.to_string(),
        1 => lines.end.to_string(),
        _ => format!("{},{}", lines.start + 1, lines.end),
    }
}

fn action(change: &Change) -> char {
    match (change.from.is_empty(), change.to.is_empty()) {
        (true, _) => 'a',
        (_, true) => 'd',
        _ => 'c',
    }
}

pub fn normal(script: &Script, options: &Options, output: &mut dyn Write) -> io::Result<()> {
    for change in script.changes.iter().filter(|change| !change.ignorable) {
        let command = format!("{}{}{}", place(&change.from), action(change), place(&change.to));
        options.paint(output, Colour::Place, command.as_bytes())?;
        output.write_all(b"\n")?;
        for line in &script.from[change.from.clone()] {
            options.line(output, Some(Colour::Removed), "< ", line)?;
        }
        if action(change) == 'c' {
            output.write_all(b"---\n")?;
        }
        for line in &script.to[change.to.clone()] {
            options.line(output, Some(Colour::Added), "> ", line)?;
        }
    }
    Ok(())
}

/// The last change is first, so that the numbers of the others stay right. ed has no line without a newline.
pub fn ed(script: &Script, options: &Options, output: &mut dyn Write) -> io::Result<()> {
    for change in script.changes.iter().rev().filter(|change| !change.ignorable) {
        writeln!(output, "{}{}", place(&change.from), action(change))?;
        let mut appends = !change.to.is_empty();
        for (at, line) in script.to[change.to.clone()].iter().enumerate() {
            if !appends && at > 0 {
                output.write_all(b"a\n")?;
            }
            // A lone dot would end the text.
            appends = *line != b".\n";
            if appends {
                let complete = [line.strip_suffix(b"\n").unwrap_or(line), b"\n"].concat();
                options.line(output, None, "", &complete)?;
            } else {
                output.write_all(b"..\n.\ns/.//\n")?;
            }
        }
        if appends {
            output.write_all(b".\n")?;
        }
    }
    Ok(())
}
