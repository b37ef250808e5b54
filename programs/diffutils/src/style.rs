//! How text is written: colours, and tabs as spaces.

use std::io::{self, Write};

use crate::options::Options;

/// What a colour stands for; its number is that of the terminal's attribute.
#[derive(Clone, Copy)]
pub enum Colour {
    Header = 1,
    Removed = 31,
    Added = 32,
    Place = 36,
}

impl Options {
    /// Writes a text in a colour, if there are colours.
    pub fn paint(&self, output: &mut dyn Write, colour: Colour, text: &[u8]) -> io::Result<()> {
        if self.colours {
            write!(output, "\x1b[{}m", colour as u8)?;
        }
        output.write_all(text)?;
        if self.colours {
            output.write_all(b"\x1b[0m")?;
        }
        Ok(())
    }

    /// Writes a line behind a mark. A last line without a newline is told.
    pub fn line(
        &self,
        output: &mut dyn Write,
        colour: Option<Colour>,
        mark: &str,
        line: &[u8],
    ) -> io::Result<()> {
        let text = line.strip_suffix(b"\n").unwrap_or(line);
        let mut marked = mark.as_bytes().to_vec();
        if self.expand_tabs {
            self.expand(&mut marked, mark, text);
        } else {
            marked.extend_from_slice(text);
        }
        match colour {
            Some(colour) => self.paint(output, colour, &marked)?,
            None => output.write_all(&marked)?,
        }
        let end: &[u8] = if text.len() == line.len() { b"\n\\ No newline at end of file\n" } else { b"\n" };
        output.write_all(end)
    }

    /// Adds a text with its tabs as spaces. Behind a carriage return its mark is repeated.
    fn expand(&self, expanded: &mut Vec<u8>, mark: &str, text: &[u8]) {
        let mut column = 0;
        for (at, &byte) in text.iter().enumerate() {
            match byte {
                b'\t' => {
                    let spaces = self.tab_size - column % self.tab_size;
                    expanded.resize(expanded.len() + spaces, b' ');
                    column += spaces;
                    continue;
                }
                b'\x08' if column == 0 => continue,
                b'\x08' => column -= 1,
                b'\r' => column = 0,
                _ => column += usize::from(byte == b' ' || byte.is_ascii_graphic()),
            }
            expanded.push(byte);
            if byte == b'\r' && at + 1 < text.len() && mark.ends_with(' ') {
                expanded.extend_from_slice(mark.as_bytes());
            }
        }
    }
}
