//! The format of two columns (`-y`).

use std::io::{self, Write};

use unicode_width::UnicodeWidthChar;

use crate::options::Options;
use crate::script::Script;
use crate::style::Colour;

/// At least so wide is what is between the columns.
const GUTTER: usize = 3;

/// Where the columns are.
struct Columns<'a> {
    options: &'a Options,
    /// How wide each is.
    half: usize,
    /// Where the second begins.
    second: usize,
}

pub fn side_by_side(script: &Script, options: &Options, output: &mut dyn Write) -> io::Result<()> {
    let columns = Columns::new(options);
    let (mut i, mut j) = (0, 0);
    let end = (script.from.len()..script.from.len(), script.to.len()..script.to.len());
    let shown = script.changes.iter().filter(|change| !change.ignorable);
    let ranges = shown.map(|change| (change.from.clone(), change.to.clone())).chain([end]);
    for (from, to) in ranges {
        if !options.suppress_common_lines {
            columns.common(&script.from[i..from.start], &script.to[j..to.start], output)?;
        }
        let both = from.len().min(to.len());
        for at in 0..both {
            columns.row(Some(script.from[from.start + at]), '|', Some(script.to[to.start + at]), output)?;
        }
        for line in &script.to[to.start + both..to.end] {
            columns.row(None, '>', Some(line), output)?;
        }
        for line in &script.from[from.start + both..from.end] {
            columns.row(Some(line), '<', None, output)?;
        }
        (i, j) = (from.end, to.end);
    }
    Ok(())
}

impl<'a> Columns<'a> {
    fn new(options: &'a Options) -> Self {
        let [width, tab] = [options.width, if options.expand_tabs { 1 } else { options.tab_size }];
        let least = tab + GUTTER;
        let middle = width / 2 + least / 2 + (width & least & 1);
        let second = middle - middle % tab;
        let half = second.saturating_sub(GUTTER).min(width.saturating_sub(second));
        Columns { options, half, second: if half == 0 { width } else { second } }
    }

    /// Lines that count as the same. Where ignored ones are among them, one side may have more.
    fn common(&self, left: &[&[u8]], right: &[&[u8]], output: &mut dyn Write) -> io::Result<()> {
        let both = if self.options.left_column { 0 } else { left.len().min(right.len()) };
        for (left, right) in left.iter().zip(right).take(both) {
            self.row(Some(left), ' ', Some(right), output)?;
        }
        for line in right.iter().skip(if self.options.left_column { right.len() } else { both }) {
            self.row(None, ')', Some(line), output)?;
        }
        for line in &left[both..] {
            self.row(Some(line), '(', None, output)?;
        }
        Ok(())
    }

    fn row(
        &self,
        left: Option<&[u8]>,
        mark: char,
        right: Option<&[u8]>,
        output: &mut dyn Write,
    ) -> io::Result<()> {
        let ends = |line: Option<&[u8]>| line.is_some_and(|line| line.ends_with(b"\n"));
        let mut row = Vec::new();
        let mut column = match left {
            Some(line) => self.half_line(line, 0, &mut row),
            None => 0,
        };
        if mark != ' ' {
            let gutter = (self.half + self.second - 1) / 2;
            self.tabs(column, gutter, &mut row);
            column = gutter + 1;
            row.push(match (mark, ends(left), ends(right)) {
                ('|', true, false) => b'/',
                ('|', false, true) => b'\\',
                _ => mark as u8,
            });
        }
        if let Some(line) = right
            && line != b"\n"
        {
            self.tabs(column, self.second, &mut row);
            self.half_line(line, self.second, &mut row);
        }
        if ends(left) || ends(right) {
            row.push(b'\n');
        }
        match mark {
            '<' => self.options.paint(output, Colour::Removed, &row),
            '>' => self.options.paint(output, Colour::Added, &row),
            _ => output.write_all(&row),
        }
    }

    /// Adds what leads from one column to another.
    fn tabs(&self, mut column: usize, to: usize, row: &mut Vec<u8>) {
        let tab = self.options.tab_size;
        while !self.options.expand_tabs && column + tab - column % tab <= to {
            row.push(b'\t');
            column += tab - column % tab;
        }
        row.resize(row.len() + to.saturating_sub(column), b' ');
    }

    /// Adds as much of a line as fits, which begins at the column `indent`. @returns how wide that is
    fn half_line(&self, line: &[u8], indent: usize, row: &mut Vec<u8>) -> usize {
        // Where the line has come to, and what is written of it.
        let (mut place, mut written) = (0, 0);
        for chunk in line.strip_suffix(b"\n").unwrap_or(line).utf8_chunks() {
            for character in chunk.valid().chars() {
                let width = character.width().unwrap_or(0);
                match character {
                    '\t' => {
                        let stop = place + self.options.tab_size - place % self.options.tab_size;
                        if place == written && self.options.expand_tabs {
                            row.resize(row.len() + stop.min(self.half) - written, b' ');
                            written = stop.min(self.half);
                        } else if place == written && stop < self.half {
                            row.push(b'\t');
                            written = stop;
                        }
                        place = stop;
                        continue;
                    }
                    '\r' => {
                        row.push(b'\r');
                        self.tabs(0, indent, row);
                        (place, written) = (0, 0);
                        continue;
                    }
                    '\x08' if place == 0 => continue,
                    '\x08' => {
                        place -= 1;
                        if place < self.half && written <= place {
                            row.resize(row.len() + place - written, b' ');
                            written = place;
                        } else if place < self.half {
                            row.push(b'\x08');
                            written = place;
                        }
                        continue;
                    }
                    _ => place += width,
                }
                if place <= self.half && (width > 0 || place < self.half) {
                    written = place;
                    row.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                }
            }
            if place < self.half {
                row.extend_from_slice(chunk.invalid());
            }
        }
        written
    }
}
