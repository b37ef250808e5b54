//! The formats with lines of context: unified (`-u`) and context (`-c`).

use std::io::{self, Write};
use std::ops::Range;

use crate::options::Options;
use crate::script::{Change, Script};
use crate::style::Colour;

/// The lines of a hunk in one file, with those around it.
fn around(first: &Range<usize>, last: &Range<usize>, options: &Options, count: usize) -> Range<usize> {
    first.start.saturating_sub(options.context)..last.end.saturating_add(options.context).min(count)
}

/// What a hunk covers in either file.
fn covered(script: &Script, hunk: &[Change], options: &Options) -> [Range<usize>; 2] {
    let [first, last] = [&hunk[0], &hunk[hunk.len() - 1]];
    [
        around(&first.from, &last.from, options, script.from.len()),
        around(&first.to, &last.to, options, script.to.len()),
    ]
}

/// The search for what the lines of `-p` and `-F` name, the nearest before a hunk.
#[derive(Default)]
struct Function<'a> {
    searched: usize,
    found: Option<&'a [u8]>,
}

impl<'a> Function<'a> {
    /// What is said behind a hunk's place: at most 40 bytes of the line.
    fn before(&mut self, line: usize, script: &Script<'a>, options: &Options) -> String {
        let Some(pattern) = &options.function else { return String::new() };
        let searched = &script.from[self.searched.min(line)..line];
        let matching =
            searched.iter().rev().find(|line| pattern.is_match(line.strip_suffix(b"\n").unwrap_or(line)));
        self.found = matching.copied().or(self.found);
        self.searched = line;
        let Some(found) = self.found else { return String::new() };
        let text = found.trim_ascii_start();
        let text = text[..text.len().min(40)].trim_ascii_end();
        format!(" {}", String::from_utf8_lossy(text))
    }
}

pub fn unified(script: &Script, options: &Options, output: &mut dyn Write) -> io::Result<()> {
    let place = |lines: &Range<usize>| match lines.len() {
        0 => format!("{},0", lines.start),
        1 => lines.end.to_string(),
        length => format!("{},{length}", lines.start + 1),
    };
    let mut function = Function::default();
    for hunk in script.hunks(options.context) {
        let [from, to] = covered(script, hunk, options);
        let title = format!("@@ -{} +{} @@", place(&from), place(&to));
        options.paint(output, Colour::Place, title.as_bytes())?;
        writeln!(output, "{}", function.before(from.start, script, options))?;
        let mut at = from.start;
        for change in hunk {
            for line in &script.from[at..change.from.start] {
                options.line(output, None, " ", line)?;
            }
            for line in &script.from[change.from.clone()] {
                options.line(output, Some(Colour::Removed), "-", line)?;
            }
            for line in &script.to[change.to.clone()] {
                options.line(output, Some(Colour::Added), "+", line)?;
            }
            at = change.from.end;
        }
        for line in &script.from[at..from.end] {
            options.line(output, None, " ", line)?;
        }
    }
    Ok(())
}

pub fn context(script: &Script, options: &Options, output: &mut dyn Write) -> io::Result<()> {
    let place = |lines: &Range<usize>| match lines.len() {
        0 | 1 => lines.end.to_string(),
        _ => format!("{},{}", lines.start + 1, lines.end),
    };
    let mut function = Function::default();
    for hunk in script.hunks(options.context) {
        let [from, to] = covered(script, hunk, options);
        writeln!(output, "***************{}", function.before(from.start, script, options))?;
        options.paint(output, Colour::Place, format!("*** {} ****", place(&from)).as_bytes())?;
        output.write_all(b"\n")?;
        let removals =
            hunk.iter().map(|change| (&change.from, if change.to.is_empty() { "- " } else { "! " }));
        side(&script.from, from, removals, Colour::Removed, options, output)?;
        options.paint(output, Colour::Place, format!("--- {} ----", place(&to)).as_bytes())?;
        output.write_all(b"\n")?;
        let additions =
            hunk.iter().map(|change| (&change.to, if change.from.is_empty() { "+ " } else { "! " }));
        side(&script.to, to, additions, Colour::Added, options, output)?;
    }
    Ok(())
}

/// One file's lines of a hunk in the context format, in one colour; none, where none of them changes.
fn side<'a>(
    lines: &[&[u8]],
    covered: Range<usize>,
    changes: impl Iterator<Item = (&'a Range<usize>, &'a str)> + Clone,
    colour: Colour,
    options: &Options,
    output: &mut dyn Write,
) -> io::Result<()> {
    if changes.clone().all(|(changed, _)| changed.is_empty()) {
        return Ok(());
    }
    let mut changes = changes.filter(|(changed, _)| !changed.is_empty()).peekable();
    for at in covered {
        while changes.next_if(|(changed, _)| changed.end <= at).is_some() {}
        let mark = changes.peek().filter(|(changed, _)| changed.contains(&at)).map_or("  ", |(_, mark)| mark);
        options.line(output, Some(colour), mark, lines[at])?;
    }
    Ok(())
}
