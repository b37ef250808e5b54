//! How one file becomes another: their lines, and the changes between them, of which some may be ignored.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use crate::changes::changes;
use crate::options::Options;
use crate::space::is_space;

/// Lines that are replaced by others; an empty range is before the line of its number. Lines are counted from 0.
pub struct Change {
    pub from: Range<usize>,
    pub to: Range<usize>,
    /// Whether all its lines are such that `-B` or `-I` ignores them.
    pub ignorable: bool,
}

/// Two files' lines, each with its newline, and the changes between them in their order.
pub struct Script<'a> {
    pub from: Vec<&'a [u8]>,
    pub to: Vec<&'a [u8]>,
    pub changes: Vec<Change>,
}

impl<'a> Script<'a> {
    pub fn new(from: &'a [u8], to: &'a [u8], options: &Options) -> Self {
        let [from, to] =
            [from, to].map(|bytes| bytes.split_inclusive(|&byte| byte == b'\n').collect::<Vec<_>>());
        let mut numbers = HashMap::new();
        let [left, right] = [&from, &to]
            .map(|lines| lines.iter().map(|line| number(&mut numbers, line, options)).collect::<Vec<_>>());
        let [removed, added] = changes(&left, &right);
        let mut script = Script { from, to, changes: Vec::new() };
        let (mut i, mut j) = (0, 0);
        while i < removed.len() || j < added.len() {
            let [start, other] = [i, j];
            i += removed[i..].iter().take_while(|&&removed| removed).count();
            j += added[j..].iter().take_while(|&&added| added).count();
            if i > start || j > other {
                let ignorable = script.from[start..i]
                    .iter()
                    .chain(&script.to[other..j])
                    .all(|line| options.ignores(line));
                script.changes.push(Change { from: start..i, to: other..j, ignorable });
            } else {
                i += 1;
                j += 1;
            }
        }
        script
    }

    /// Whether there is a change that counts.
    pub fn differs(&self) -> bool {
        self.changes.iter().any(|change| !change.ignorable)
    }

    /// The changes of one hunk each, for the formats with `context` lines around them. A change that is ignored must be
    /// nearer to the one before than others.
    pub fn hunks(&self, context: usize) -> Vec<&[Change]> {
        let near = |one: &Change, next: &Change| {
            let between = next.from.start - one.from.end;
            if next.ignorable { between < context } else { between <= context.saturating_mul(2) }
        };
        self.changes.chunk_by(near).filter(|hunk| hunk.iter().any(|change| !change.ignorable)).collect()
    }
}

/// The number that lines have in common which count as the same.
fn number<'a>(numbers: &mut HashMap<Cow<'a, [u8]>, u32>, line: &'a [u8], options: &Options) -> u32 {
    let next = numbers.len() as u32;
    *numbers.entry(options.ignored.significant(line)).or_insert(next)
}

impl Options {
    /// Whether a line that is added or removed is such as `-B` or `-I` names.
    fn ignores(&self, line: &[u8]) -> bool {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let blank =
            if self.ignored.ends() { line.iter().all(|&byte| is_space(byte)) } else { line.is_empty() };
        (self.ignore_blank_lines && blank)
            || self.ignore_lines.as_ref().is_some_and(|pattern| pattern.is_match(line))
    }
}
