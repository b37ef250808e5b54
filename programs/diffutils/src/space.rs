//! What of a line does not count when it is compared: its case, some or all white space.

use std::borrow::Cow;

/// The options `-i -w -b -Z -E`; of those for white space the earlier here includes the later.
#[derive(Default)]
pub struct Ignored {
    pub case: bool,
    pub all_space: bool,
    pub space_change: bool,
    pub trailing_space: bool,
    pub tab_expansion: bool,
    /// Whether a newline at the end of the file does not count: ed has no line without.
    pub last_newline: bool,
    /// How far tab stops are apart, for `tab_expansion`.
    pub tab_size: usize,
}

/// As C's isspace.
pub fn is_space(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == b'\x0b'
}

impl Ignored {
    /// Whether spaces at the end of a line do not count, of which a newline is one.
    pub fn ends(&self) -> bool {
        self.all_space || self.space_change || self.trailing_space
    }

    /// What counts of a line with its newline. Where spaces at the end count, a last line without one is another line.
    pub fn significant<'a>(&self, line: &'a [u8]) -> Cow<'a, [u8]> {
        let end = if self.ends() {
            line.iter().rposition(|&byte| !is_space(byte)).map_or(0, |last| last + 1)
        } else {
            line.len()
        };
        let mut rest = Cow::Borrowed(&line[..end]);
        if self.all_space {
            rest = rest.iter().copied().filter(|&byte| !is_space(byte)).collect::<Vec<_>>().into();
        } else if self.space_change {
            rest = one_space(&rest).into();
        } else if self.tab_expansion {
            rest = expand(&rest, self.tab_size).into();
        }
        if self.last_newline
            && let Some(text) = rest.strip_suffix(b"\n")
        {
            rest = text.to_vec().into();
        }
        if self.case {
            rest = rest.to_ascii_lowercase().into();
        }
        rest
    }
}

/// Each run of white space as one space.
fn one_space(line: &[u8]) -> Vec<u8> {
    let runs = line.chunk_by(|&one, &next| is_space(one) && is_space(next));
    runs.flat_map(|run| if is_space(run[0]) { b" " } else { run }).copied().collect()
}

/// The spaces that a line's tabs stand for.
fn expand(line: &[u8], tab_size: usize) -> Vec<u8> {
    let mut expanded = Vec::with_capacity(line.len());
    let mut column = 0;
    for &byte in line {
        let spaces = tab_size - column % tab_size;
        match byte {
            b'\t' => expanded.resize(expanded.len() + spaces, b' '),
            byte => expanded.push(byte),
        }
        column = match byte {
            b'\t' => column + spaces,
            b'\r' => 0,
            b'\x08' => column.saturating_sub(1),
            _ => column + 1,
        };
    }
    expanded
}
